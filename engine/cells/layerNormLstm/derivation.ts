import { type Derivation, derive } from "../../trace/derivation.ts";
import {
  after,
  apply,
  before,
  blocksOf,
  difference,
  type Expression,
  element,
  input,
  into,
  inverseDeviation,
  mean,
  now,
  option,
  product,
  slope,
  sum,
} from "../../trace/expression.ts";
import { activated, recurrentInput, slopeOf, throughKernel } from "../../trace/recurrent.ts";
import { gates } from "../lstm/derivation.ts";
import { lstmActivations, readStateName } from "../lstm/options.ts";
import type { LayerNormLstmOptions } from "./layerNormLstm.ts";

export interface LayerNormLstmTraceOptions extends Omit<LayerNormLstmOptions, "recurrentDropout" | "candidateDropout"> {
  readonly epsilon: number;
  readonly recurrentDropped: boolean;
  readonly candidateDropped: boolean;
}

/** Of {@link LayerNormLstmCell}. */
export function layerNormLstmDerivations(options: LayerNormLstmTraceOptions): Derivation[] {
  return [...forward(options), ...backward(options)];
}

/** γ · q̂ + β, where the gate q's own γ and β are blocks; the state's have but one. */
function scaled(gate: string | null): Expression {
  if (gate === null) return sum(product(element(blocksOf("stateGamma")()), now("cHat")), element(blocksOf("stateBeta")()));
  const [gamma, beta] = [blocksOf("gamma", gates)(gate), blocksOf("beta", gates)(gate)];
  return sum(product(element(gamma), now(`${gate}Hat`)), element(beta));
}

/** q̂ = (a - mean a) · scale, and the scale. */
function normalization(name: string, a: Expression, { hiddenSize, epsilon }: LayerNormLstmTraceOptions): Derivation[] {
  return [
    derive(`${name}Scale`, inverseDeviation(a, hiddenSize, epsilon)),
    derive(`${name}Hat`, product(difference(a, mean(a, hiddenSize)), now(`${name}Scale`))),
  ];
}

function forward(options: LayerNormLstmTraceOptions): Derivation[] {
  const { gateClip, forgetBias, recurrentDropped, candidateDropped } = options;
  const { gate: gateActivation, candidate: candidateActivation, state } = lstmActivations(options);
  const readC = readStateName(options);
  const products = gates.flatMap((gate) => {
    const recurrent = into(recurrentInput(recurrentDropped), blocksOf("recurrentKernel", gates)(gate));
    return normalization(gate, sum(into(input, blocksOf("kernel", gates)(gate)), recurrent), options);
  });
  const fresh = candidateDropped ? [now("g"), now("candidateMask")] : [now("g")];
  const memory = sum(product(now("f"), before("c")), product(now("i"), ...fresh));
  const forget = forgetBias ? sum(scaled("f"), option("forgetBias", forgetBias)) : scaled("f");
  return [
    ...products,
    derive("i", activated(gateActivation, scaled("i"), gateClip)),
    derive("f", activated(gateActivation, forget, gateClip)),
    derive("g", activated(candidateActivation, scaled("g"), gateClip)),
    derive("o", activated(gateActivation, scaled("o"), gateClip)),
    ...normalization("c", memory, options),
    derive("c", scaled(null)),
    derive(readC, apply(state, now("c"))),
    derive("h", product(now("o"), now(readC))),
  ];
}

/** scale · (γ dy - mean(γ dy) - x̂ · mean(γ dy · x̂)) */
function throughNorm(name: string, gamma: Expression, dy: Expression, units: number): Expression {
  const weighted = product(gamma, dy);
  const hat = now(`${name}Hat`);
  const rest = difference(difference(weighted, mean(weighted, units)), product(hat, mean(product(weighted, hat), units)));
  return product(now(`${name}Scale`), rest);
}

function backward(options: LayerNormLstmTraceOptions): Derivation[] {
  const { hiddenSize: units, gateClip, recurrentDropped } = options;
  const { gate: gateActivation, candidate: candidateActivation, state } = lstmActivations(options);
  const readC = now(readStateName(options));
  const slopeOfGate = (name: string): Expression => slopeOf(gateActivation, now(name), gateClip);
  const mask = options.candidateDropped ? [now("candidateMask")] : [];
  const gradients = gates.map((gate) => [gate, after(`d${gate}Product`)] as const);
  const dhFromLater = throughKernel(gradients, gates, recurrentDropped);
  const dcFromLater = product(after("dmemory"), after("f"));
  const gamma = blocksOf("gamma", gates);
  return [
    derive("dh", sum(now("dy"), dhFromLater), dhFromLater),
    derive("do", product(now("dh"), readC, slopeOfGate("o"))),
    derive("dc", sum(product(now("dh"), now("o"), slope(state, readC)), dcFromLater), dcFromLater),
    derive("dmemory", throughNorm("c", element(blocksOf("stateGamma")()), now("dc"), units)),
    derive("di", product(now("dmemory"), now("g"), ...mask, slopeOfGate("i"))),
    derive("df", product(now("dmemory"), before("c"), slopeOfGate("f"))),
    derive("dg", product(now("dmemory"), now("i"), ...mask, slopeOf(candidateActivation, now("g"), gateClip))),
    ...gates.map((gate) => derive(`d${gate}Product`, throughNorm(gate, element(gamma(gate)), now(`d${gate}`), units))),
  ];
}
