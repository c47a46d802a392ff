import { activationCodes, type GateActivation, type StateActivation } from "../../kernels/activations.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import type { Affine } from "../../layers/affine.ts";
import type { GateInfo } from "../../layers/gate.ts";
import type { Scope, Source, StateVariable, Trace } from "../../layers/layer.ts";
import type { FloatArray } from "../../memory/arena.ts";
import type { Block } from "../../memory/block.ts";
import type { Derivation } from "../../trace/derivation.ts";
import type { Cell } from "../cell.ts";
import { RecurrentInput } from "../recurrentInput.ts";
import { afterFirst, columnViews, everyStep } from "../views.ts";
import { type CellWeights, declareState, declareWeights } from "../weights.ts";
import { gruDerivations } from "./derivation.ts";
import { CandidateBias, type RecurrentBias, type recurrentBiasChoices, WholeBias } from "./recurrentBias.ts";
import { ResetAfter } from "./resetAfter.ts";
import { ResetBefore } from "./resetBefore.ts";
import type { GruStep, ResetGate } from "./resetGate.ts";

/** The order of the gates' blocks of H columns, as in PyTorch. */
export const gruGates = ["r", "z", "n"] as const;

const gruGateInfos: readonly GateInfo[] = [
  { symbol: "r", name: "reset gate", role: "reset" },
  { symbol: "z", name: "update gate", role: "update" },
  { symbol: "n", name: "candidate", role: "candidate" },
];

export interface GruOptions {
  /** H */
  readonly hiddenSize: number;
  /** Whether r acts on the product of h₋ (true, as in PyTorch, cuDNN and Keras' default) or on h₋ itself. True where left out. */
  readonly resetAfter?: boolean;
  /** Whether there are biases. True where left out. */
  readonly bias?: boolean;
  /** Only with `resetAfter: false`, which needs but one; with `resetAfter: true` there are always two. */
  readonly separateBiases?: boolean;
  /** Whose recurrent bias there is, where there are two: that of all three, or the candidate's alone. `all` where left out. */
  readonly recurrentBias?: (typeof recurrentBiasChoices)[number];
  /** Of the candidate n; `tanh` where left out. */
  readonly activation?: StateActivation;
  /** Of r and z; `sigmoid` where left out. */
  readonly recurrentActivation?: GateActivation;
  /** The sums before r, z and n are clipped to ± this (`clip` of ONNX' GRU). */
  readonly gateClip?: number | null;
  /** Probability that a unit of h₋ is dropped where it is multiplied by the recurrent kernel, for a whole sequence. */
  readonly recurrentDropout?: number;
}

/**
 * The gated recurrent unit (Cho et al., 2014). r resets, z updates, n is the candidate.
 *
 *     r, z = σ(x · kernel + h₋ · recurrentKernel + bias)
 *     n = tanh(x · kernel + bias + r · (h₋ · recurrentKernel + recurrentBias))        resetAfter, see `ResetAfter`
 *     n = tanh(x · kernel + bias + (r · h₋) · recurrentKernel)                        else, see `ResetBefore`
 *     h = (1 - z) · n + z · h₋
 *
 * Backward, with dh holding what comes from above and from later steps; r's part is in the two files named above:
 *
 *     dz = dh · (h₋ - n) · σ'(z)        dn = dh · (1 - z) · (1 - n²)        dh₋ += dh · z
 *
 * σ and tanh stand for whatever activations the options name. Where a bound clips the sum before one, no gradient passes.
 *
 * kernel [D, 3H], recurrentKernel [H, 3H], biases [1, 3H], or [1, H] of n; h [T + 1, N, H] with the initial state in slot 0.
 */
export class GruCell implements Cell {
  readonly input: Affine;
  /** r z n of all steps: pre-activations until a step has run, activations after. */
  readonly projected: Block;
  readonly projectedGradient: Block | null;
  readonly states: readonly [StateVariable];
  readonly gates = gruGateInfos;
  readonly derivations: readonly Derivation[];
  readonly #recurrent: RecurrentInput;
  readonly #reset: ResetGate;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #gate: number;
  readonly #candidate: number;
  readonly #gateClip: number;

  constructor(scope: Scope, source: Source, options: GruOptions) {
    const { ledger, path, steps, batch } = scope;
    const { hiddenSize: H, resetAfter = true, activation = "tanh", recurrentActivation = "sigmoid" } = options;
    const weights = declareGruWeights(scope, source, options);
    this.input = weights.input;
    this.projected = ledger.activation(`${path}gates`, [steps, batch, 3 * H]);
    this.projectedGradient = ledger.gradientActivation(`${path}dgates`, [steps, batch, 3 * H]);
    this.states = [declareState(scope, "h", H)];
    this.#recurrent = new RecurrentInput(scope, this.states[0], options.recurrentDropout ?? 0);
    this.#reset = new (resetAfter ? ResetAfter : ResetBefore)(scope, H, weights.recurrentKernel, weights.recurrentBias);
    this.#batch = batch;
    this.#hidden = H;
    this.#gate = activationCodes[recurrentActivation];
    this.#candidate = activationCodes[activation];
    this.#gateClip = options.gateClip ?? Number.POSITIVE_INFINITY;
    this.derivations = gruDerivations({ ...options, recurrentDropped: this.#recurrent.mask !== null });
  }

  forwardStep(kernels: Kernels, t: number): void {
    const { values } = this.states[0];
    const [N, H, gates] = [this.#batch, this.#hidden, this.projected.at(t)];
    this.#recurrent.forward(kernels, t);
    this.#reset.forward(kernels, t, this.#step(t));
    kernels.mixForward(N, H, this.#candidate, this.#gateClip, gates, values.at(t), values.at(t + 1));
  }

  backwardStep(kernels: Kernels, t: number): void {
    const { values, gradient } = this.states[0];
    const [dh, dPreviousH] = [gradient!.at(t + 1), gradient!.at(t)];
    const dGates = this.projectedGradient!.at(t);
    const [N, H, gates] = [this.#batch, this.#hidden, this.projected.at(t)];
    const [gate, candidate, gateClip] = [this.#gate, this.#candidate, this.#gateClip];
    kernels.mixBackward(N, H, gate, candidate, gateClip, gates, values.at(t), dh, dPreviousH, dGates);
    this.#reset.backward(kernels, t, this.#step(t), dGates, this.#recurrent.gradientAt(kernels, t));
    this.#recurrent.backward(kernels, t);
  }

  recurrentGradients(kernels: Kernels, steps: number): void {
    this.#reset.gradients(kernels, steps * this.#batch, this.#recurrent.at(0), this.projectedGradient!.offset);
  }

  trace(floats: FloatArray): Trace {
    const { values, gradient } = this.states[0];
    const gate = columnViews(floats, this.projected, 3);
    const dGate = columnViews(floats, this.projectedGradient, 3);
    const mask = this.#recurrent.mask;
    return {
      r: gate(0),
      z: gate(1),
      n: gate(2),
      h: afterFirst(floats, values),
      dr: dGate(0),
      dz: dGate(1),
      dn: dGate(2),
      dh: afterFirst(floats, gradient),
      ...this.#reset.trace(floats),
      ...(mask && { recurrentMask: everyStep(floats, mask, this.projected.shape[0]) }),
    };
  }

  #step(t: number): GruStep {
    const [activation, gateClip] = [this.#gate, this.#gateClip];
    return { activation, gateClip, gates: this.projected.at(t), h: this.#recurrent.at(t) };
  }
}

interface GruWeights extends Pick<CellWeights, "input" | "recurrentKernel"> {
  /** Where it is not the input's: what r resets, or n's alone. */
  readonly recurrentBias: RecurrentBias | null;
}

/** Without a reset between them, two whole biases come with the input's product. */
function declareGruWeights(scope: Scope, source: Source, options: GruOptions): GruWeights {
  const { hiddenSize, resetAfter = true, bias = true, separateBiases, recurrentBias = "all" } = options;
  const second = bias && (resetAfter || separateBiases);
  const biases = (bias ? 1 : 0) + (second && recurrentBias === "all" ? 1 : 0);
  const {
    kernel,
    recurrentKernel,
    input,
    biases: declared,
  } = declareWeights(scope, source, { hiddenSize, gates: gruGates, biases });
  if (!second) return { input, recurrentKernel, recurrentBias: null };
  if (recurrentBias === "candidate") return { input, recurrentKernel, recurrentBias: new CandidateBias(scope, hiddenSize) };
  if (!resetAfter) return { input, recurrentKernel, recurrentBias: null };
  const [first, whole] = declared;
  return { input: { kernel, biases: [first!] }, recurrentKernel, recurrentBias: new WholeBias(scope, whole!) };
}
