import { activationCodes, type GateActivation } from "../../kernels/activations.ts";
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
import { declareState, declareWeights } from "../weights.ts";
import { gruDerivations } from "./derivation.ts";
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
  /** Only with `resetAfter: false`, which needs but one; with `resetAfter: true` there are always two. */
  readonly separateBiases?: boolean;
  /** Of r and z; `sigmoid` where left out. */
  readonly recurrentActivation?: GateActivation;
  /** Probability that a unit of h₋ is dropped where it is multiplied by the recurrent kernel, for a whole sequence. */
  readonly recurrentDropout?: number;
}

/**
 * The gated recurrent unit (Cho et al., 2014). r resets, z updates, n is the candidate.
 *
 *     r, z = σ(x · kernel + h₋ · recurrentKernel + bias)
 *     n = tanh(x · kernel + bias + r · (h₋ · recurrentKernel + recurrentBias))        resetAfter, see `ResetAfter`
 *     n = tanh(x · kernel + (r · h₋) · recurrentKernel + bias)                        else, see `ResetBefore`
 *     h = (1 - z) · n + z · h₋
 *
 * Backward, with dh holding what comes from above and from later steps; r's part is in the two files named above:
 *
 *     dz = dh · (h₋ - n) · σ'(z)        dn = dh · (1 - z) · (1 - n²)        dh₋ += dh · z
 *
 * kernel [D, 3H], recurrentKernel [H, 3H], biases [1, 3H]; h [T + 1, N, H] with the initial state in slot 0.
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
  readonly #activation: number;

  constructor(scope: Scope, source: Source, options: GruOptions) {
    const { ledger, path, steps, batch } = scope;
    const { hiddenSize: H, resetAfter = true, separateBiases, recurrentActivation = "sigmoid" } = options;
    const weights = declareWeights(scope, source, {
      hiddenSize: H,
      gates: gruGates,
      biases: resetAfter || separateBiases ? 2 : 1,
    });
    const [bias, recurrentBias] = weights.biases;
    this.input = resetAfter ? { kernel: weights.kernel, biases: [bias!] } : weights.input;
    this.projected = ledger.activation(`${path}gates`, [steps, batch, 3 * H]);
    this.projectedGradient = ledger.gradientActivation(`${path}dgates`, [steps, batch, 3 * H]);
    this.states = [declareState(scope, "h", H)];
    this.#recurrent = new RecurrentInput(scope, this.states[0], options.recurrentDropout ?? 0);
    this.#reset = resetAfter
      ? new ResetAfter(scope, H, weights.recurrentKernel, recurrentBias!)
      : new ResetBefore(scope, H, weights.recurrentKernel);
    this.#batch = batch;
    this.#hidden = H;
    this.#activation = activationCodes[recurrentActivation];
    this.derivations = gruDerivations({ ...options, recurrentDropped: this.#recurrent.mask !== null });
  }

  forwardStep(kernels: Kernels, t: number): void {
    const { values } = this.states[0];
    this.#recurrent.forward(kernels, t);
    this.#reset.forward(kernels, t, this.#step(t));
    kernels.mixForward(this.#batch, this.#hidden, this.projected.at(t), values.at(t), values.at(t + 1));
  }

  backwardStep(kernels: Kernels, t: number): void {
    const { values, gradient } = this.states[0];
    const [dh, dPreviousH] = [gradient!.at(t + 1), gradient!.at(t)];
    const dGates = this.projectedGradient!.at(t);
    const gates = this.projected.at(t);
    kernels.mixBackward(this.#batch, this.#hidden, this.#activation, gates, values.at(t), dh, dPreviousH, dGates);
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
    return { activation: this.#activation, gates: this.projected.at(t), h: this.#recurrent.at(t) };
  }
}
