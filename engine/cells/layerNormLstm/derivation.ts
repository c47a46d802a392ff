import type { GateActivation } from "../../kernels/activations.ts";
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
import { recurrentInput, throughKernel } from "../../trace/recurrent.ts";
import { gates } from "../lstm/derivation.ts";

export interface LayerNormLstmTraceOptions {
  readonly hiddenSize: number;
  readonly epsilon: number;
  readonly forgetBias?: number;
  readonly recurrentActivation?: GateActivation;
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
  const { recurrentActivation: activation = "sigmoid", forgetBias, recurrentDropped, candidateDropped } = options;
  const products = gates.flatMap((gate) => {
    const recurrent = into(recurrentInput(recurrentDropped), blocksOf("recurrentKernel", gates)(gate));
    return normalization(gate, sum(into(input, blocksOf("kernel", gates)(gate)), recurrent), options);
  });
  const candidate = candidateDropped ? [now("g"), now("candidateMask")] : [now("g")];
  const memory = sum(product(now("f"), before("c")), product(now("i"), ...candidate));
  return [
    ...products,
    derive("i", apply(activation, scaled("i"))),
    derive("f", apply(activation, forgetBias ? sum(scaled("f"), option("forgetBias", forgetBias)) : scaled("f"))),
    derive("g", apply("tanh", scaled("g"))),
    derive("o", apply(activation, scaled("o"))),
    ...normalization("c", memory, options),
    derive("c", scaled(null)),
    derive("tanhC", apply("tanh", now("c"))),
    derive("h", product(now("o"), now("tanhC"))),
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
  const { hiddenSize: units, recurrentActivation: activation = "sigmoid", recurrentDropped } = options;
  const mask = options.candidateDropped ? [now("candidateMask")] : [];
  const gradients = gates.map((gate) => [gate, after(`d${gate}Product`)] as const);
  const dhFromLater = throughKernel(gradients, gates, recurrentDropped);
  const dcFromLater = product(after("dmemory"), after("f"));
  const gamma = blocksOf("gamma", gates);
  return [
    derive("dh", sum(now("dy"), dhFromLater), dhFromLater),
    derive("do", product(now("dh"), now("tanhC"), slope(activation, now("o")))),
    derive("dc", sum(product(now("dh"), now("o"), slope("tanh", now("tanhC"))), dcFromLater), dcFromLater),
    derive("dmemory", throughNorm("c", element(blocksOf("stateGamma")()), now("dc"), units)),
    derive("di", product(now("dmemory"), now("g"), ...mask, slope(activation, now("i")))),
    derive("df", product(now("dmemory"), before("c"), slope(activation, now("f")))),
    derive("dg", product(now("dmemory"), now("i"), ...mask, slope("tanh", now("g")))),
    ...gates.map((gate) => derive(`d${gate}Product`, throughNorm(gate, element(gamma(gate)), now(`d${gate}`), units))),
  ];
}
