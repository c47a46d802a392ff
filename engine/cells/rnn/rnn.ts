import { activationCodes, type StateActivation } from "../../kernels/activations.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import type { Affine } from "../../layers/affine.ts";
import type { GateInfo } from "../../layers/gate.ts";
import type { Scope, Source, StateVariable, Trace } from "../../layers/layer.ts";
import type { FloatArray } from "../../memory/arena.ts";
import type { Block } from "../../memory/block.ts";
import type { Derivation } from "../../trace/derivation.ts";
import { biasesOf } from "../../trace/recurrent.ts";
import type { Cell } from "../cell.ts";
import { RecurrentInput } from "../recurrentInput.ts";
import { afterFirst, everyStep, wholeView } from "../views.ts";
import { type CellWeights, declareState, declareWeights } from "../weights.ts";
import { rnnDerivations } from "./derivation.ts";

export interface RnnOptions {
  /** H */
  readonly hiddenSize: number;
  /** `tanh` where left out. */
  readonly activation?: StateActivation;
  /** Whether there are biases. True where left out. */
  readonly bias?: boolean;
  /** A second bias, `recurrentBias`, trained beside the first, as in PyTorch. */
  readonly separateBiases?: boolean;
  /** a is clipped to ± this (`clip` of ONNX' RNN). */
  readonly gateClip?: number | null;
  /** Probability that a unit of h₋ is dropped, for a whole sequence. */
  readonly recurrentDropout?: number;
}

/**
 * The simple recurrent network (Elman, 1990; `SimpleRNN` in Keras, `RNN` in PyTorch).
 *
 *     a = x · kernel + h₋ · recurrentKernel + bias        h = tanh(a), or another activation
 *
 * Backward, with dh holding what comes from above and from later steps:
 *
 *     da = dh · (1 - h²)        dh₋ += da · recurrentKernelᵀ
 *     dkernel += xᵀ · da        drecurrentKernel += h₋ᵀ · da        dbias += Σ da
 *
 * With a bound, it is the clipped a of which h is the activation, and where it was clipped da = 0.
 *
 * kernel [D, H], recurrentKernel [H, H], bias [1, H]; h [T + 1, N, H] with the initial state in slot 0.
 */
export class RnnCell implements Cell {
  readonly input: Affine;
  /** a of all steps; without h₋'s part until a step has run. */
  readonly projected: Block;
  readonly projectedGradient: Block | null;
  readonly states: readonly [StateVariable];
  /** One activation, and no gate. */
  readonly gates: readonly GateInfo[] = [];
  readonly derivations: readonly Derivation[];
  readonly #weights: CellWeights;
  readonly #recurrent: RecurrentInput;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #activation: number;
  /** Of a; null for none. */
  readonly #bound: number | null;

  constructor(scope: Scope, source: Source, options: RnnOptions) {
    const { ledger, path, steps, batch } = scope;
    const { hiddenSize: H, activation = "tanh", recurrentDropout = 0 } = options;
    this.#weights = declareWeights(scope, source, { hiddenSize: H, gates: null, biases: biasesOf(options).length });
    this.input = this.#weights.input;
    this.projected = ledger.activation(`${path}a`, [steps, batch, H]);
    this.projectedGradient = ledger.gradientActivation(`${path}da`, [steps, batch, H]);
    this.states = [declareState(scope, "h", H)];
    this.#recurrent = new RecurrentInput(scope, this.states[0], recurrentDropout);
    this.#batch = batch;
    this.#hidden = H;
    this.#activation = activationCodes[activation];
    this.#bound = options.gateClip ?? null;
    this.derivations = rnnDerivations({ ...options, recurrentDropped: this.#recurrent.mask !== null });
  }

  forwardStep(kernels: Kernels, t: number): void {
    const H = this.#hidden;
    const a = this.projected.at(t);
    this.#recurrent.forward(kernels, t);
    kernels.gemmNN(this.#batch, H, H, this.#recurrent.at(t), H, this.#weights.recurrentKernel.value.offset, H, a, H, 1);
    if (this.#bound !== null) kernels.clamp(this.#batch * H, this.#bound, a);
    kernels.activateForward(this.#batch * H, this.#activation, a, this.states[0].values.at(t + 1));
  }

  backwardStep(kernels: Kernels, t: number): void {
    const { values, gradient } = this.states[0];
    const H = this.#hidden;
    const da = this.projectedGradient!.at(t);
    kernels.activateBackward(this.#batch * H, this.#activation, values.at(t + 1), gradient!.at(t + 1), da);
    if (this.#bound !== null) kernels.clampBackward(this.#batch * H, this.#bound, this.projected.at(t), da, da);
    const dInput = this.#recurrent.gradientAt(kernels, t);
    kernels.gemmNT(this.#batch, H, H, da, H, this.#weights.recurrentKernel.value.offset, H, dInput, H, 1);
    this.#recurrent.backward(kernels, t);
  }

  recurrentGradients(kernels: Kernels, steps: number): void {
    const H = this.#hidden;
    const da = this.projectedGradient!.offset;
    const dKernel = this.#weights.recurrentKernel.gradient!.offset;
    kernels.gemmTN(H, H, steps * this.#batch, this.#recurrent.at(0), H, da, H, dKernel, H, 1);
  }

  trace(floats: FloatArray): Trace {
    const { values, gradient } = this.states[0];
    const mask = this.#recurrent.mask;
    return {
      a: wholeView(floats, this.projected),
      h: afterFirst(floats, values),
      da: wholeView(floats, this.projectedGradient),
      dh: afterFirst(floats, gradient),
      ...(mask && { recurrentMask: everyStep(floats, mask, this.projected.shape[0]) }),
    };
  }
}
