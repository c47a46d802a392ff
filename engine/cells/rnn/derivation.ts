import { type Derivation, derive } from "../../trace/derivation.ts";
import { after, apply, blocksOf, clip, into, now, option, product, slope, sum, within } from "../../trace/expression.ts";
import { biasesOf, inputPart, recurrentInput, throughKernel } from "../../trace/recurrent.ts";
import type { RnnOptions } from "./rnn.ts";

export interface RnnTraceOptions extends Omit<RnnOptions, "hiddenSize" | "recurrentDropout"> {
  readonly recurrentDropped: boolean;
}

/** Of {@link RnnCell}. */
export function rnnDerivations({ activation = "tanh", gateClip, recurrentDropped, ...biases }: RnnTraceOptions): Derivation[] {
  const fromLater = throughKernel([[undefined, after("da")]], [], recurrentDropped);
  const recurrent = into(recurrentInput(recurrentDropped), blocksOf("recurrentKernel")());
  const a = sum(...inputPart([], undefined, biasesOf(biases)), recurrent);
  const bound = gateClip ? option("gateClip", gateClip) : null;
  return [
    derive("a", bound ? clip(a, bound) : a),
    derive("h", apply(activation, now("a"))),
    derive("dh", sum(now("dy"), fromLater), fromLater),
    derive("da", product(now("dh"), slope(activation, now("h")), ...(bound ? [within(now("a"), bound)] : []))),
  ];
}
