import type { GateActivation } from "../../kernels/activations.ts";
import { type Derivation, derive } from "../../trace/derivation.ts";
import {
  after,
  apply,
  back,
  before,
  blocksOf,
  difference,
  type Expression,
  element,
  into,
  now,
  oneMinus,
  product,
  slope,
  sum,
} from "../../trace/expression.ts";
import { inputPart, recurrentInput, throughKernel } from "../../trace/recurrent.ts";

export interface GruTraceOptions {
  readonly resetAfter?: boolean;
  readonly separateBiases?: boolean;
  readonly recurrentActivation?: GateActivation;
  readonly recurrentDropped: boolean;
}

const gates = ["r", "z", "n"] as const;
const kernel = blocksOf("recurrentKernel", gates);

/** Of {@link GruCell}. */
export function gruDerivations(options: GruTraceOptions): Derivation[] {
  const { recurrentActivation: activation = "sigmoid", resetAfter = true } = options;
  const fromLater = sum(product(after("dh"), after("z")), ...(resetAfter ? laterAfter(options) : laterBefore(options)));
  return [
    ...(resetAfter ? forwardAfter(options, activation) : forwardBefore(options, activation)),
    derive("h", sum(product(oneMinus(now("z")), now("n")), product(now("z"), before("h")))),
    derive("dh", sum(now("dy"), fromLater), fromLater),
    derive("dz", product(now("dh"), difference(before("h"), now("n")), slope(activation, now("z")))),
    derive("dn", product(now("dh"), oneMinus(now("z")), slope("tanh", now("n")))),
    ...(resetAfter ? backwardAfter(activation) : backwardBefore(options, activation)),
  ];
}

/** Of {@link ResetAfter}. */
function forwardAfter({ recurrentDropped }: GruTraceOptions, activation: GateActivation): Derivation[] {
  const bias = blocksOf("recurrentBias", gates);
  const x = (gate: string) => inputPart(gates, gate, ["bias"]);
  return [
    ...gates.map((gate) => derive(`q${gate}`, sum(into(recurrentInput(recurrentDropped), kernel(gate)), element(bias(gate))))),
    derive("r", apply(activation, sum(x("r"), now("qr")))),
    derive("z", apply(activation, sum(x("z"), now("qz")))),
    derive("n", apply("tanh", sum(x("n"), product(now("r"), now("qn"))))),
  ];
}

function backwardAfter(activation: GateActivation): Derivation[] {
  return [
    derive("dr", product(now("dn"), now("qn"), slope(activation, now("r")))),
    derive("dqr", now("dr")),
    derive("dqz", now("dz")),
    derive("dqn", product(now("dn"), now("r"))),
  ];
}

const laterAfter = ({ recurrentDropped }: GruTraceOptions): Expression[] => [
  throughKernel(
    gates.map((gate) => [gate, after(`dq${gate}`)] as const),
    gates,
    recurrentDropped,
  ),
];

/** Of {@link ResetBefore}. */
function forwardBefore({ separateBiases, recurrentDropped }: GruTraceOptions, activation: GateActivation): Derivation[] {
  const x = (gate: string) => inputPart(gates, gate, separateBiases ? ["bias", "recurrentBias"] : ["bias"]);
  const h = recurrentInput(recurrentDropped);
  return [
    derive("r", apply(activation, sum(x("r"), into(h, kernel("r"))))),
    derive("z", apply(activation, sum(x("z"), into(h, kernel("z"))))),
    derive("s", product(now("r"), h)),
    derive("n", apply("tanh", sum(x("n"), into(now("s"), kernel("n"))))),
  ];
}

function backwardBefore({ recurrentDropped }: GruTraceOptions, activation: GateActivation): Derivation[] {
  return [
    derive("ds", back(now("dn"), kernel("n"))),
    derive("dr", product(now("ds"), recurrentInput(recurrentDropped), slope(activation, now("r")))),
  ];
}

function laterBefore({ recurrentDropped }: GruTraceOptions): Expression[] {
  const direct = product(after("ds"), after("r"), ...(recurrentDropped ? [now("recurrentMask")] : []));
  const gradients = (["r", "z"] as const).map((gate) => [gate, after(`d${gate}`)] as const);
  return [direct, throughKernel(gradients, gates, recurrentDropped)];
}
