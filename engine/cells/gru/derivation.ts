import { type Derivation, derive } from "../../trace/derivation.ts";
import {
  after,
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
  sum,
} from "../../trace/expression.ts";
import { activated, inputPart, recurrentInput, slopeOf, throughKernel } from "../../trace/recurrent.ts";
import { gruGates as gates } from "./gates.ts";
import type { GruOptions } from "./options.ts";

export interface GruTraceOptions extends Omit<GruOptions, "hiddenSize" | "recurrentDropout"> {
  readonly recurrentDropped: boolean;
}

type Gate = (typeof gates)[number];

const kernel = blocksOf("recurrentKernel", gates);

/** Of {@link GruCell}. */
export function gruDerivations(options: GruTraceOptions): Derivation[] {
  const { recurrentActivation = "sigmoid", activation = "tanh", resetAfter = true, gateClip } = options;
  const fromLater = sum(product(after("dh"), after("z")), ...(resetAfter ? laterAfter(options) : laterBefore(options)));
  const slopeOfZ = slopeOf(recurrentActivation, now("z"), gateClip);
  return [
    ...(resetAfter ? forwardAfter(options) : forwardBefore(options)),
    derive("h", sum(product(oneMinus(now("z")), now("n")), product(now("z"), before("h")))),
    derive("dh", sum(now("dy"), fromLater), fromLater),
    derive("dz", product(now("dh"), difference(before("h"), now("n")), slopeOfZ)),
    derive("dn", product(now("dh"), oneMinus(now("z")), slopeOf(activation, now("n"), gateClip))),
    ...(resetAfter ? backwardAfter(options) : backwardBefore(options)),
  ];
}

/** r, z or n of its sum. */
function gateOf(
  gate: Gate,
  total: Expression,
  { recurrentActivation = "sigmoid", activation = "tanh", gateClip }: GruTraceOptions,
) {
  return derive(gate, activated(gate === "n" ? activation : recurrentActivation, total, gateClip));
}

const slopeOfR = ({ recurrentActivation = "sigmoid", gateClip }: GruTraceOptions): Expression =>
  slopeOf(recurrentActivation, now("r"), gateClip);

/** What the gate has of it, if there is a second bias. */
function recurrentBias(
  gate: Gate,
  { bias = true, resetAfter = true, separateBiases, recurrentBias }: GruTraceOptions,
): Expression[] {
  if (!bias || !(resetAfter || separateBiases)) return [];
  if (recurrentBias !== "candidate") return [element(blocksOf("recurrentBias", gates)(gate))];
  return gate === "n" ? [element(blocksOf("recurrentBias", ["n"])("n"))] : [];
}

/** Of {@link ResetAfter}. */
function forwardAfter(options: GruTraceOptions): Derivation[] {
  const h = recurrentInput(options.recurrentDropped);
  const x = (gate: Gate) => inputPart(gates, gate, options.bias === false ? [] : ["bias"]);
  return [
    ...gates.map((gate) => derive(`q${gate}`, sum(into(h, kernel(gate)), ...recurrentBias(gate, options)))),
    gateOf("r", sum(...x("r"), now("qr")), options),
    gateOf("z", sum(...x("z"), now("qz")), options),
    gateOf("n", sum(...x("n"), product(now("r"), now("qn"))), options),
  ];
}

function backwardAfter(options: GruTraceOptions): Derivation[] {
  return [
    derive("dr", product(now("dn"), now("qn"), slopeOfR(options))),
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
function forwardBefore(options: GruTraceOptions): Derivation[] {
  const h = recurrentInput(options.recurrentDropped);
  const x = (gate: Gate) => [...inputPart(gates, gate, options.bias === false ? [] : ["bias"]), ...recurrentBias(gate, options)];
  return [
    gateOf("r", sum(...x("r"), into(h, kernel("r"))), options),
    gateOf("z", sum(...x("z"), into(h, kernel("z"))), options),
    derive("s", product(now("r"), h)),
    gateOf("n", sum(...x("n"), into(now("s"), kernel("n"))), options),
  ];
}

function backwardBefore(options: GruTraceOptions): Derivation[] {
  return [
    derive("ds", back(now("dn"), kernel("n"))),
    derive("dr", product(now("ds"), recurrentInput(options.recurrentDropped), slopeOfR(options))),
  ];
}

function laterBefore({ recurrentDropped }: GruTraceOptions): Expression[] {
  const direct = product(after("ds"), after("r"), ...(recurrentDropped ? [now("recurrentMask")] : []));
  const gradients = (["r", "z"] as const).map((gate) => [gate, after(`d${gate}`)] as const);
  return [direct, throughKernel(gradients, gates, recurrentDropped)];
}
