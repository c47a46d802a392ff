import { activationCodes, type GateActivation } from "../kernels/activations.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Affine } from "../layers/affine.ts";
import type { Scope, Source, StateVariable, Trace } from "../layers/layer.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { Block } from "../memory/block.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import type { Derivation } from "../trace/derivation.ts";
import { lstmDerivations } from "../trace/lstm.ts";
import type { Cell } from "./cell.ts";
import { type DropoutMask, dropoutMask } from "./dropout.ts";
import { Projection } from "./projection.ts";
import { RecurrentInput } from "./recurrentInput.ts";
import { afterFirst, columnViews, everyStep, wholeView } from "./views.ts";
import { type CellWeights, declareState, declareVector, declareWeights } from "./weights.ts";

/** The order of the gates' blocks of H columns, as in Keras and PyTorch. */
export const lstmGates = ["i", "f", "g", "o"] as const;

/** The gates that look at the cell state, in the order of their blocks. */
export const peepholeGates = ["i", "f", "o"] as const;

export interface LstmOptions {
  /** H */
  readonly hiddenSize: number;
  /** Added to the forget gate's pre-activation when it runs; not stored in the bias. 0 where left out. */
  readonly forgetBias?: number;
  /** A second bias, `recurrentBias`, trained beside the first, as in PyTorch. */
  readonly separateBiases?: boolean;
  /** Of i, f and o; `sigmoid` where left out. */
  readonly recurrentActivation?: GateActivation;
  /** i and f see c₋, o sees c, each unit its own (`use_peepholes` of TensorFlow's LSTMCell). */
  readonly peepholes?: boolean;
  /** P: h = (o · tanh c) · projectionKernel. */
  readonly projectionSize?: number | null;
  /** c is clipped to ± this before the output reads it (`cell_clip` of TensorFlow's LSTMCell). */
  readonly cellClip?: number | null;
  /** Probability that a unit of h₋ is dropped, for a whole sequence. */
  readonly recurrentDropout?: number;
  /** Probability that a candidate g is dropped, drawn at each step (Semeniuta, Severyn and Barth, 2016). */
  readonly candidateDropout?: number;
}

/**
 * Long short-term memory with a forget gate (Hochreiter and Schmidhuber, 1997; Gers, Schmidhuber and Cummins, 2000).
 *
 *     [i f g o] = x · kernel + h₋ · recurrentKernel + bias           pre-activations, [N, 4H]
 *     i, o = σ(i), σ(o)      f = σ(f + forgetBias)      g = tanh(g)
 *     c = f · c₋ + i · g     h = o · tanh(c)
 *
 * Backward, with dh and dc holding what comes from above and from later steps (`gatesBackward` has the derivatives of the gates):
 *
 *     dc += dh · o · (1 - tanh² c)      dc₋ += dc · f      dh₋ += [di df dg do] · recurrentKernelᵀ
 *     dkernel += xᵀ · dgates            drecurrentKernel += h₋ᵀ · dgates            dbias += Σ dgates
 *
 * With peepholes p (Gers and Schmidhuber, 2000), clipping and a mask m on g (`memoryBackward` and `outputBackward` have the derivatives):
 *
 *     i = σ(i + p_i · c₋)    f = σ(f + p_f · c₋ + forgetBias)    c = clip(f · c₋ + i · g · m)    o = σ(o + p_o · c)
 *     dp_i += Σ di · c₋      dp_f += Σ df · c₋                   dp_o += Σ do · c
 *
 * kernel [D, 4H], recurrentKernel [P, 4H], bias [1, 4H], peepholes [1, 3H] of i f o, projectionKernel [H, P]; h [T + 1, N, P] and
 * c [T + 1, N, H] with the initial state in slot 0. P = H without a projection.
 */
export class LstmCell implements Cell {
  readonly input: Affine;
  /** i f g o of all steps: pre-activations until a step has run, activations after. */
  readonly projected: Block;
  readonly projectedGradient: Block | null;
  readonly states: readonly [StateVariable, StateVariable];
  readonly derivations: readonly Derivation[];
  readonly #weights: CellWeights;
  readonly #recurrent: RecurrentInput;
  readonly #peepholes: ParameterBlock | null;
  readonly #projection: Projection | null;
  readonly #mask: DropoutMask | null;
  readonly #tanhC: Block;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #activation: number;
  readonly #forgetBias: number;
  readonly #clip: number;
  /** Whether the gates are those of the equations above, and nothing more: for these there is a kernel that does all at once. */
  readonly #plain: boolean;

  constructor(scope: Scope, source: Source, options: LstmOptions) {
    const { ledger, path, steps, batch } = scope;
    const { hiddenSize: H, forgetBias = 0, recurrentActivation = "sigmoid", separateBiases, peepholes = false } = options;
    const P = options.projectionSize ?? H;
    this.#weights = declareWeights(scope, source, {
      hiddenSize: H,
      stateSize: P,
      gates: lstmGates,
      biases: separateBiases ? 2 : 1,
    });
    this.#peepholes = peepholes ? declareVector(scope, "peepholes", H, peepholeGates) : null;
    this.#projection = options.projectionSize ? new Projection(scope, H, P) : null;
    this.input = this.#weights.input;
    this.projected = ledger.activation(`${path}gates`, [steps, batch, 4 * H]);
    this.projectedGradient = ledger.gradientActivation(`${path}dgates`, [steps, batch, 4 * H]);
    this.#tanhC = ledger.activation(`${path}tanhC`, [steps, batch, H]);
    this.states = [declareState(scope, "h", P), declareState(scope, "c", H)];
    this.#recurrent = new RecurrentInput(scope, this.states[0], options.recurrentDropout ?? 0);
    this.#mask = dropoutMask(scope, "candidateMask", [steps, batch, H], options.candidateDropout ?? 0);
    this.#batch = batch;
    this.#hidden = H;
    this.#activation = activationCodes[recurrentActivation];
    this.#forgetBias = forgetBias;
    this.#clip = options.cellClip ?? Number.POSITIVE_INFINITY;
    this.#plain = recurrentActivation === "sigmoid" && !peepholes && this.#clip === Number.POSITIVE_INFINITY && !this.#mask;
    this.derivations = lstmDerivations({
      ...options,
      recurrentDropped: this.#recurrent.mask !== null,
      candidateDropped: this.#mask !== null,
    });
  }

  forwardStep(kernels: Kernels, t: number): void {
    const [h] = this.states;
    const H = this.#hidden;
    const gates = this.projected.at(t);
    this.#recurrent.forward(kernels, t);
    const { offset } = this.#weights.recurrentKernel.value;
    kernels.gemmNN(this.#batch, 4 * H, h.size, this.#recurrent.at(t), h.size, offset, 4 * H, gates, 4 * H, 1);
    this.#gatesForward(kernels, t, this.#projection?.m.at(t) ?? h.values.at(t + 1));
    this.#projection?.forward(kernels, t, h.values.at(t + 1));
  }

  backwardStep(kernels: Kernels, t: number): void {
    const [h] = this.states;
    const H = this.#hidden;
    const dh = h.gradient!.at(t + 1);
    this.#projection?.backward(kernels, t, dh);
    this.#gatesBackward(kernels, t, this.#projection?.dm?.at(t) ?? dh);
    const { offset } = this.#weights.recurrentKernel.value;
    const dInput = this.#recurrent.gradientAt(kernels, t);
    kernels.gemmNT(this.#batch, h.size, 4 * H, this.projectedGradient!.at(t), 4 * H, offset, 4 * H, dInput, h.size, 1);
    this.#recurrent.backward(kernels, t);
  }

  recurrentGradients(kernels: Kernels, steps: number): void {
    const [{ gradient, size }] = this.states;
    const H = this.#hidden;
    const dGates = this.projectedGradient!.offset;
    const dKernel = this.#weights.recurrentKernel.gradient!.offset;
    kernels.gemmTN(size, 4 * H, steps * this.#batch, this.#recurrent.at(0), size, dGates, 4 * H, dKernel, 4 * H, 1);
    this.#projection?.gradients(kernels, steps, gradient!.at(1));
    if (this.#peepholes !== null) this.#peepholeGradients(kernels, steps * this.#batch, this.#peepholes.gradient!.offset);
  }

  trace(floats: FloatArray): Trace {
    const [h, c] = this.states;
    const gate = columnViews(floats, this.projected, 4);
    const dGate = columnViews(floats, this.projectedGradient, 4);
    const forward = { i: gate(0), f: gate(1), g: gate(2), o: gate(3), tanhC: wholeView(floats, this.#tanhC) };
    const backward = { di: dGate(0), df: dGate(1), dg: dGate(2), do: dGate(3) };
    const states = { h: afterFirst(floats, h.values), c: afterFirst(floats, c.values) };
    const gradients = { dh: afterFirst(floats, h.gradient), dc: afterFirst(floats, c.gradient) };
    return { ...forward, ...states, ...backward, ...gradients, ...this.#optionalTrace(floats) };
  }

  /** What only some options have. */
  #optionalTrace(floats: FloatArray): Trace {
    const projection = this.#projection;
    const recurrentMask = this.#recurrent.mask;
    return {
      ...(projection && { m: wholeView(floats, projection.m), dm: wholeView(floats, projection.dm) }),
      ...(recurrentMask && { recurrentMask: everyStep(floats, recurrentMask, this.projected.shape[0]) }),
      ...(this.#mask && { candidateMask: wholeView(floats, this.#mask.factors) }),
    };
  }

  /** @param m o · tanh c, [N, H]. */
  #gatesForward(kernels: Kernels, t: number, m: number): void {
    const c = this.states[1].values;
    const gates = this.projected.at(t);
    const tanhC = this.#tanhC.at(t);
    if (this.#plain) {
      kernels.gatesForward(this.#batch, this.#hidden, this.#forgetBias, gates, c.at(t), c.at(t + 1), tanhC, m);
      return;
    }
    if (t === 0) this.#mask?.draw(kernels);
    const [rows, H, activation, peepholes] = [this.#batch, this.#hidden, this.#activation, this.#peepholes?.value.offset ?? -1];
    const mask = this.#mask?.factors.at(t) ?? -1;
    kernels.memoryForward(rows, H, activation, this.#forgetBias, this.#clip, peepholes, mask, gates, c.at(t), c.at(t + 1));
    kernels.outputForward(rows, H, activation, peepholes, gates, c.at(t + 1), tanhC, m);
  }

  /** @param dm [N, H] */
  #gatesBackward(kernels: Kernels, t: number, dm: number): void {
    const { values: c, gradient } = this.states[1];
    const [dc, dPreviousC] = [gradient!.at(t + 1), gradient!.at(t)];
    const gates = this.projected.at(t);
    const dGates = this.projectedGradient!.at(t);
    const tanhC = this.#tanhC.at(t);
    if (this.#plain) {
      kernels.gatesBackward(this.#batch, this.#hidden, gates, c.at(t), tanhC, dm, dc, dPreviousC, dGates);
      return;
    }
    const [rows, H, activation, peepholes] = [this.#batch, this.#hidden, this.#activation, this.#peepholes?.value.offset ?? -1];
    const mask = this.#mask?.factors.at(t) ?? -1;
    const [before, after] = [c.at(t), c.at(t + 1)];
    kernels.outputBackward(rows, H, activation, peepholes, gates, tanhC, dm, dc, dGates);
    kernels.memoryBackward(rows, H, activation, this.#clip, peepholes, mask, gates, before, after, dc, dPreviousC, dGates);
  }

  /** @param gradient of i f o, [3H]. */
  #peepholeGradients(kernels: Kernels, rows: number, gradient: number): void {
    const H = this.#hidden;
    const c = this.states[1].values;
    const dGates = this.projectedGradient!.offset;
    kernels.columnProducts(rows, H, dGates, 4 * H, c.at(0), H, gradient);
    kernels.columnProducts(rows, H, dGates + H, 4 * H, c.at(0), H, gradient + H);
    kernels.columnProducts(rows, H, dGates + 3 * H, 4 * H, c.at(1), H, gradient + 2 * H);
  }
}
