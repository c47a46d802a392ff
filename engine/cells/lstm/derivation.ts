import type { GateActivation } from "../../kernels/activations.ts";
import { type Derivation, derive } from "../../trace/derivation.ts";
import {
  after,
  apply,
  back,
  before,
  blocksOf,
  clip,
  type Expression,
  element,
  into,
  now,
  option,
  product,
  slope,
  sum,
  within,
} from "../../trace/expression.ts";
import { inputPart, recurrentInput, throughKernel } from "../../trace/recurrent.ts";

export interface LstmTraceOptions {
  readonly forgetBias?: number;
  readonly separateBiases?: boolean;
  readonly recurrentActivation?: GateActivation;
  readonly peepholes?: boolean;
  readonly projectionSize?: number | null;
  readonly cellClip?: number | null;
  readonly recurrentDropped: boolean;
  readonly candidateDropped: boolean;
}

export const gates = ["i", "f", "g", "o"] as const;
type Gate = (typeof gates)[number];

const peephole = (gate: string): Expression => element(blocksOf("peepholes", ["i", "f", "o"])(gate));

/** Of {@link LstmCell}. */
export function lstmDerivations(options: LstmTraceOptions): Derivation[] {
  return [...forward(options), ...backward(options)];
}

function forward(options: LstmTraceOptions): Derivation[] {
  const { recurrentActivation: activation = "sigmoid", cellClip, candidateDropped } = options;
  const candidate = candidateDropped ? [now("g"), now("candidateMask")] : [now("g")];
  const memory = sum(product(now("f"), before("c")), product(now("i"), ...candidate));
  const read = product(now("o"), now("tanhC"));
  return [
    derive("i", apply(activation, preActivation("i", options))),
    derive("f", apply(activation, preActivation("f", options))),
    derive("g", apply("tanh", preActivation("g", options))),
    derive("c", cellClip ? clip(memory, option("cellClip", cellClip)) : memory),
    derive("o", apply(activation, preActivation("o", options))),
    derive("tanhC", apply("tanh", now("c"))),
    ...(options.projectionSize
      ? [derive("m", read), derive("h", into(now("m"), blocksOf("projectionKernel")()))]
      : [derive("h", read)]),
  ];
}

/** i and f look at the old c, o at the new one. */
function preActivation(gate: Gate, options: LstmTraceOptions): Expression {
  const biases = options.separateBiases ? ["bias", "recurrentBias"] : ["bias"];
  const recurrent = into(recurrentInput(options.recurrentDropped), blocksOf("recurrentKernel", gates)(gate));
  const seen = gate === "o" ? now("c") : before("c");
  return sum(
    inputPart(gates, gate, biases),
    recurrent,
    ...(options.peepholes && gate !== "g" ? [product(peephole(gate), seen)] : []),
    ...(gate === "f" && options.forgetBias ? [option("forgetBias", options.forgetBias)] : []),
  );
}

function backward(options: LstmTraceOptions): Derivation[] {
  const { recurrentActivation: activation = "sigmoid", cellClip, projectionSize } = options;
  const mask = options.candidateDropped ? [now("candidateMask")] : [];
  const dm = now(projectionSize ? "dm" : "dh");
  const unclipped = cellClip ? [within(now("c"), option("cellClip", cellClip))] : [];
  const gradients = gates.map((gate) => [gate, after(`d${gate}`)] as const);
  const dhFromLater = throughKernel(gradients, gates, options.recurrentDropped);
  const dcFromLater = cellGradientFromLater(options);
  const throughOutput = product(dm, now("o"), slope("tanh", now("tanhC")));
  const throughPeephole = options.peepholes ? [product(now("do"), peephole("o"))] : [];
  return [
    derive("dh", sum(now("dy"), dhFromLater), dhFromLater),
    ...(projectionSize ? [derive("dm", back(now("dh"), blocksOf("projectionKernel")()))] : []),
    derive("do", product(dm, now("tanhC"), slope(activation, now("o")))),
    derive("dc", sum(throughOutput, ...throughPeephole, dcFromLater), dcFromLater),
    derive("di", product(now("dc"), ...unclipped, now("g"), ...mask, slope(activation, now("i")))),
    derive("df", product(now("dc"), ...unclipped, before("c"), slope(activation, now("f")))),
    derive("dg", product(now("dc"), ...unclipped, now("i"), ...mask, slope("tanh", now("g")))),
  ];
}

/** dc₊ · f₊, unless c₊ was clipped, and what i₊ and f₊ saw of c. */
function cellGradientFromLater({ cellClip, peepholes }: LstmTraceOptions): Expression {
  const unclipped = cellClip ? [within(after("c"), option("cellClip", cellClip))] : [];
  const kept = product(after("dc"), ...unclipped, after("f"));
  const seen = ["i", "f"].map((gate) => product(after(`d${gate}`), peephole(gate)));
  return peepholes ? sum(kept, ...seen) : kept;
}
