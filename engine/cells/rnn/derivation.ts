import { type Derivation, derive } from "../../trace/derivation.ts";
import { after, apply, blocksOf, into, now, product, slope, sum } from "../../trace/expression.ts";
import { inputPart, recurrentInput, throughKernel } from "../../trace/recurrent.ts";

export interface RnnTraceOptions {
  readonly activation?: "tanh" | "relu";
  readonly separateBiases?: boolean;
  readonly recurrentDropped: boolean;
}

/** Of {@link RnnCell}. */
export function rnnDerivations({ activation = "tanh", separateBiases, recurrentDropped }: RnnTraceOptions): Derivation[] {
  const biases = separateBiases ? ["bias", "recurrentBias"] : ["bias"];
  const fromLater = throughKernel([[undefined, after("da")]], [], recurrentDropped);
  return [
    derive("a", sum(inputPart([], undefined, biases), into(recurrentInput(recurrentDropped), blocksOf("recurrentKernel")()))),
    derive("h", apply(activation, now("a"))),
    derive("dh", sum(now("dy"), fromLater), fromLater),
    derive("da", product(now("dh"), slope(activation, now("h")))),
  ];
}
