import { activationCodes } from "../../kernels/activations.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import type { Affine } from "../../layers/affine.ts";
import type { Scope, Source, StateVariable, Trace } from "../../layers/layer.ts";
import type { FloatArray } from "../../memory/arena.ts";
import type { Block } from "../../memory/block.ts";
import type { Derivation } from "../../trace/derivation.ts";
import type { Cell } from "../cell.ts";
import { type DropoutMask, dropoutMask } from "../dropout.ts";
import { lstmGateInfos, lstmGates } from "../lstm/gates.ts";
import { type LstmOptions, lstmActivations, readStateName } from "../lstm/options.ts";
import { RecurrentInput } from "../recurrentInput.ts";
import { afterFirst, columnViews, everyStep, wholeView } from "../views.ts";
import { type CellWeights, declareState, declareWeights } from "../weights.ts";
import { layerNormLstmDerivations } from "./derivation.ts";
import { LayerNorm, layerNormEpsilon } from "./layerNorm.ts";

/** Where in the world a layer-normalized LSTM's equations come from. Each has its own; so far there is one. */
export const layerNormVariants = ["tf.contrib.rnn.LayerNormBasicLSTMCell"] as const;

/** As an LSTM's. `forgetBias` is added after the forget gate's normalization (TensorFlow's default is 1), and `gateClip` clips after it. */
export type LayerNormLstmOptions = Pick<
  LstmOptions,
  | "hiddenSize"
  | "forgetBias"
  | "activation"
  | "stateActivation"
  | "recurrentActivation"
  | "gateClip"
  | "candidateDropout"
  | "recurrentDropout"
>;

/**
 * `tf.contrib.rnn.LayerNormBasicLSTMCell` (after Ba, Kiros and Hinton, 2016): each gate is normalized over its units before its
 * nonlinearity, and so is the new cell state, which is then what the output reads and what is handed on.
 *
 *     [i f g o] = norm(x · kernel + h₋ · recurrentKernel)        each gate by itself, with its own γ and β; no bias
 *     i, o = σ(i), σ(o)      f = σ(f + forgetBias)      g = tanh(g)
 *     c = norm(f · c₋ + i · g)      h = o · tanh(c)
 *
 *     norm(a) = γ · â + β        â = (a - mean a) / √(var a + ε)        ε = 1e-12, mean and variance over the H units
 *
 * Backward, with dh and dc holding what comes from above and from later steps (`normalizeBackward` has norm's derivative; the other gates'
 * are as an LSTM's, with dmemory in the place of dc):
 *
 *     dc += dh · o · (1 - tanh² c)        dmemory = dnorm(dc), of f · c₋ + i · g        dc₋ += dmemory · f
 *     dproduct = dnorm([di df dg do])     dh₋ += dproduct · recurrentKernelᵀ            dγ += Σ dgates · â       dβ += Σ dgates
 *
 * kernel [D, 4H], recurrentKernel [H, 4H], gamma and beta [1, 4H], stateGamma and stateBeta [1, H]; h and c [T + 1, N, H].
 */
export class LayerNormLstmCell implements Cell {
  readonly input: Affine;
  /** Of all steps: products until a step has run, after that normalized, i f g o. */
  readonly projected: Block;
  /** Of the products. */
  readonly projectedGradient: Block | null;
  readonly states: readonly [StateVariable, StateVariable];
  readonly gates = lstmGateInfos;
  readonly derivations: readonly Derivation[];
  readonly #weights: CellWeights;
  readonly #recurrent: RecurrentInput;
  readonly #gateNorm: LayerNorm;
  readonly #stateNorm: LayerNorm;
  readonly #mask: DropoutMask | null;
  /** Activations, and the gradients of what they are the activations of; [T, N, 4H]. */
  readonly #gates: Block;
  readonly #dGates: Block | null;
  /** Normalized, without γ and β. */
  readonly #memory: Block;
  readonly #dMemory: Block | null;
  readonly #readC: Block;
  /** `tanhC`, or whatever the state is read by. */
  readonly #readName: string;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #gate: number;
  readonly #candidate: number;
  readonly #read: number;
  readonly #forgetBias: number;
  readonly #gateClip: number;

  constructor(scope: Scope, source: Source, options: LayerNormLstmOptions) {
    const { ledger, path, steps, batch } = scope;
    const { hiddenSize: H, forgetBias = 0, candidateDropout = 0, gateClip } = options;
    const { gate, candidate, state } = lstmActivations(options);
    this.#weights = declareWeights(scope, source, { hiddenSize: H, gates: lstmGates, biases: 0 });
    this.#gateNorm = new LayerNorm(scope, ["gamma", "beta"], H, lstmGates);
    this.#stateNorm = new LayerNorm(scope, ["stateGamma", "stateBeta"], H, null);
    this.input = this.#weights.input;
    this.projected = ledger.activation(`${path}normalized`, [steps, batch, 4 * H]);
    this.projectedGradient = ledger.gradientActivation(`${path}dproduct`, [steps, batch, 4 * H]);
    this.#gates = ledger.activation(`${path}gates`, [steps, batch, 4 * H]);
    this.#dGates = ledger.gradientActivation(`${path}dgates`, [steps, batch, 4 * H]);
    this.#memory = ledger.activation(`${path}memory`, [steps, batch, H]);
    this.#dMemory = ledger.gradientActivation(`${path}dmemory`, [steps, batch, H]);
    this.#readName = readStateName(options);
    this.#readC = ledger.activation(path + this.#readName, [steps, batch, H]);
    this.states = [declareState(scope, "h", H), declareState(scope, "c", H)];
    this.#recurrent = new RecurrentInput(scope, this.states[0], options.recurrentDropout ?? 0);
    this.#mask = dropoutMask(scope, "candidateMask", [steps, batch, H], candidateDropout);
    this.#batch = batch;
    this.#hidden = H;
    this.#gate = activationCodes[gate];
    this.#candidate = activationCodes[candidate];
    this.#read = activationCodes[state];
    this.#forgetBias = forgetBias;
    this.#gateClip = gateClip ?? unclipped;
    const dropped = { recurrentDropped: this.#recurrent.mask !== null, candidateDropped: this.#mask !== null };
    this.derivations = layerNormLstmDerivations({ ...options, ...dropped, epsilon: layerNormEpsilon });
  }

  forwardStep(kernels: Kernels, t: number): void {
    const [h, c] = this.states;
    const [N, H, gate, gateClip] = [this.#batch, this.#hidden, this.#gate, this.#gateClip];
    const [gates, memory, before, after] = [this.#gates.at(t), this.#memory.at(t), c.values.at(t), c.values.at(t + 1)];
    if (t === 0) this.#mask?.draw(kernels);
    const mask = this.#mask?.factors.at(t) ?? -1;
    this.#recurrent.forward(kernels, t);
    const { offset } = this.#weights.recurrentKernel.value;
    kernels.gemmNN(N, 4 * H, H, this.#recurrent.at(t), H, offset, 4 * H, this.projected.at(t), 4 * H, 1);
    this.#gateNorm.forward(kernels, t, this.projected.at(t), gates);
    kernels.memoryForward(
      ...([N, H, gate, this.#candidate, 0, this.#forgetBias, gateClip, unclipped] as const),
      ...([-1, mask, gates, before, memory] as const),
    );
    this.#stateNorm.forward(kernels, t, memory, after);
    kernels.outputForward(N, H, gate, this.#read, gateClip, -1, gates, after, this.#readC.at(t), h.values.at(t + 1));
  }

  backwardStep(kernels: Kernels, t: number): void {
    const [h, c] = this.states;
    const [N, H, gate, candidate, gateClip] = [this.#batch, this.#hidden, this.#gate, this.#candidate, this.#gateClip];
    const [gates, memory, before, dc] = [this.#gates.at(t), this.#memory.at(t), c.values.at(t), c.gradient!];
    const [dGates, dMemory, dProduct] = [this.#dGates!.at(t), this.#dMemory!.at(t), this.projectedGradient!.at(t)];
    const mask = this.#mask?.factors.at(t) ?? -1;
    const [readC, dh] = [this.#readC.at(t), h.gradient!.at(t + 1)];
    kernels.outputBackward(N, H, gate, this.#read, gateClip, -1, gates, readC, dh, dc.at(t + 1), dGates);
    this.#stateNorm.backward(kernels, t, memory, dc.at(t + 1), dMemory);
    kernels.memoryBackward(
      ...([N, H, gate, candidate, 0, gateClip, unclipped] as const),
      ...([-1, mask, gates, before, memory, dMemory, dc.at(t), dGates] as const),
    );
    this.#gateNorm.backward(kernels, t, this.projected.at(t), dGates, dProduct);
    const dInput = this.#recurrent.gradientAt(kernels, t);
    kernels.gemmNT(N, H, 4 * H, dProduct, 4 * H, this.#weights.recurrentKernel.value.offset, 4 * H, dInput, H, 1);
    this.#recurrent.backward(kernels, t);
  }

  recurrentGradients(kernels: Kernels, steps: number): void {
    const H = this.#hidden;
    const rows = steps * this.#batch;
    const dProduct = this.projectedGradient!.offset;
    const dKernel = this.#weights.recurrentKernel.gradient!.offset;
    kernels.gemmTN(H, 4 * H, rows, this.#recurrent.at(0), H, dProduct, 4 * H, dKernel, 4 * H, 1);
    this.#gateNorm.gradients(kernels, rows, this.projected.offset, this.#dGates!.offset);
    this.#stateNorm.gradients(kernels, rows, this.#memory.offset, this.states[1].gradient!.at(1));
  }

  trace(floats: FloatArray): Trace {
    const [h, c] = this.states;
    const recurrentMask = this.#recurrent.mask;
    return {
      ...this.#gateTrace(floats),
      cHat: wholeView(floats, this.#memory),
      cScale: this.#stateNorm.scale(floats, 0),
      [this.#readName]: wholeView(floats, this.#readC),
      h: afterFirst(floats, h.values),
      c: afterFirst(floats, c.values),
      dh: afterFirst(floats, h.gradient),
      dc: afterFirst(floats, c.gradient),
      dmemory: wholeView(floats, this.#dMemory),
      ...(recurrentMask && { recurrentMask: everyStep(floats, recurrentMask, this.projected.shape[0]) }),
      ...(this.#mask && { candidateMask: wholeView(floats, this.#mask.factors) }),
    };
  }

  /** Of each gate q: the activation q, qHat before γ and β, qScale = 1 / √(variance + ε), and the gradients dq and dqProduct. */
  #gateTrace(floats: FloatArray): Trace {
    const gate = columnViews(floats, this.#gates, 4);
    const hat = columnViews(floats, this.projected, 4);
    const dGate = columnViews(floats, this.#dGates, 4);
    const dProduct = columnViews(floats, this.projectedGradient, 4);
    const views = lstmGates.flatMap((name, place) => [
      [name, gate(place)],
      [`${name}Hat`, hat(place)],
      [`${name}Scale`, this.#gateNorm.scale(floats, place)],
      [`d${name}`, dGate(place)],
      [`d${name}Product`, dProduct(place)],
    ]);
    return Object.fromEntries(views) as Trace;
  }
}

const unclipped = Number.POSITIVE_INFINITY;
