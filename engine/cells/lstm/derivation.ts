import { type Derivation, derive } from "../../trace/derivation.ts";
import {
  after,
  apply,
  back,
  before,
  blocksOf,
  clip,
  difference,
  type Expression,
  element,
  into,
  now,
  oneMinus,
  option,
  product,
  slope,
  sum,
  within,
  zero,
} from "../../trace/expression.ts";
import { activated, biasesOf, inputPart, recurrentInput, slopeOf, throughKernel } from "../../trace/recurrent.ts";
import { type LstmOptions, lstmActivations, readStateName } from "./options.ts";

export interface LstmTraceOptions extends Omit<LstmOptions, "hiddenSize" | "recurrentDropout" | "candidateDropout"> {
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
  const { gateClip, cellClip, candidateDropped } = options;
  const { gate, candidate, state } = lstmActivations(options);
  const fresh = candidateDropped ? [now("g"), now("candidateMask")] : [now("g")];
  const memory = sum(product(now("f"), before("c")), product(now("i"), ...fresh));
  const of = (name: Gate): Expression => activated(name === "g" ? candidate : gate, preActivation(name, options), gateClip);
  const readC = readStateName(options);
  return [
    derive("i", of("i")),
    derive("f", options.inputForget ? oneMinus(now("i")) : of("f")),
    derive("g", of("g")),
    derive("c", cellClip ? clip(memory, option("cellClip", cellClip)) : memory),
    derive("o", of("o")),
    derive(readC, apply(state, now("c"))),
    ...output(product(now("o"), now(readC)), options),
  ];
}

function output(read: Expression, { projectionSize, projectionClip }: LstmTraceOptions): Derivation[] {
  if (!projectionSize) return [derive("h", read)];
  const projected = into(now("m"), blocksOf("projectionKernel")());
  return [derive("m", read), derive("h", projectionClip ? clip(projected, option("projectionClip", projectionClip)) : projected)];
}

/** i and f look at the old c, o at the new one. */
function preActivation(gate: Gate, options: LstmTraceOptions): Expression {
  const recurrent = into(recurrentInput(options.recurrentDropped), blocksOf("recurrentKernel", gates)(gate));
  const seen = gate === "o" ? now("c") : before("c");
  return sum(
    ...inputPart(gates, gate, biasesOf(options)),
    recurrent,
    ...(options.peepholes && gate !== "g" ? [product(peephole(gate), seen)] : []),
    ...(gate === "f" && options.forgetBias ? [option("forgetBias", options.forgetBias)] : []),
  );
}

function backward(options: LstmTraceOptions): Derivation[] {
  const { gateClip, cellClip, projectionSize, inputForget } = options;
  const { gate, candidate, state } = lstmActivations(options);
  const mask = options.candidateDropped ? [now("candidateMask")] : [];
  const dm = now(projectionSize ? "dm" : "dh");
  const unclipped = cellClip ? [within(now("c"), option("cellClip", cellClip))] : [];
  const gradients = gates.filter((name) => reads(name, options)).map((name) => [name, after(`d${name}`)] as const);
  const dhFromLater = throughKernel(gradients, gates, options.recurrentDropped);
  const dcFromLater = cellGradientFromLater(options);
  const readC = now(readStateName(options));
  const throughPeephole = options.peepholes ? [product(now("do"), peephole("o"))] : [];
  const fresh = product(now("g"), ...mask);
  const opened = inputForget ? difference(fresh, before("c")) : fresh;
  const forgotten = product(now("dc"), ...unclipped, before("c"), slopeOf(gate, now("f"), gateClip));
  return [
    derive("dh", sum(now("dy"), dhFromLater), dhFromLater),
    ...throughProjection(options),
    derive("do", product(dm, readC, slopeOf(gate, now("o"), gateClip))),
    derive("dc", sum(product(dm, now("o"), slope(state, readC)), ...throughPeephole, dcFromLater), dcFromLater),
    derive("di", product(now("dc"), ...unclipped, opened, slopeOf(gate, now("i"), gateClip))),
    derive("df", inputForget ? zero : forgotten),
    derive("dg", product(now("dc"), ...unclipped, now("i"), ...mask, slopeOf(candidate, now("g"), gateClip))),
  ];
}

function throughProjection({ projectionSize, projectionClip }: LstmTraceOptions): Derivation[] {
  if (!projectionSize) return [];
  const kernel = blocksOf("projectionKernel")();
  if (!projectionClip) return [derive("dm", back(now("dh"), kernel))];
  const unclipped = within(now("h"), option("projectionClip", projectionClip));
  return [derive("dp", product(now("dh"), unclipped)), derive("dm", back(now("dp"), kernel))];
}

/** dc₊ · f₊, unless c₊ was clipped, and what i₊ and f₊ saw of c. */
function cellGradientFromLater(options: LstmTraceOptions): Expression {
  const { cellClip, peepholes } = options;
  const unclipped = cellClip ? [within(after("c"), option("cellClip", cellClip))] : [];
  const kept = product(after("dc"), ...unclipped, after("f"));
  const looking = (["i", "f"] as const).filter((gate) => peepholes && reads(gate, options));
  return sum(kept, ...looking.map((gate) => product(after(`d${gate}`), peephole(gate))));
}

/** Whether a gate has a sum of its own: f has none where it is one minus i. */
const reads = (gate: Gate, { inputForget }: LstmTraceOptions): boolean => !(inputForget && gate === "f");
