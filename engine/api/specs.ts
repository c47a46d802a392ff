import type { GateActivation, StateActivation } from "../kernels/activations.ts";
import type { HiddenDenseOptions } from "../layers/hiddenDense.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import type { MergeName } from "../wrappers/merges.ts";
import type { ReverseOptions } from "../wrappers/reverse.ts";

// What is not known here goes on into the description, and is refused with it: by `network()`, in one way.

/** What a network reads: one-hot vectors told by their ids, or rows of real numbers. */
export interface InputSpec {
  readonly kind: "ids" | "features";
  readonly size: number;
  readonly embedding?: { readonly size: number; readonly padding?: number };
}

export interface IdOptions {
  /** Numbers of each id's learned vector; one-hot vectors where left out. */
  readonly embedding?: number;
  /** An id whose vector look-ups do not train: PyTorch's `padding_idx`. */
  readonly padding?: number;
}

/** Ids from 0 to `count` - 1. */
export const ids = (count: number, { embedding, padding, ...unknown }: IdOptions = {}): InputSpec => {
  const rows = { size: embedding as number, ...(padding === undefined ? {} : { padding }) };
  return { kind: "ids", size: count, ...((embedding ?? padding) === undefined ? {} : { embedding: rows }), ...unknown };
};

/** Rows of `size` real numbers. */
export const features = (size: number): InputSpec => ({ kind: "features", size });

interface CellOptions {
  /** Whether there are biases; true where left out. */
  readonly bias?: boolean;
  /** Two biases, each trained, as in PyTorch. */
  readonly separateBiases?: boolean;
  /** Of the candidate, or of a simple network's units, and of the cell state where it is read; `tanh` where left out. */
  readonly activation?: StateActivation;
  /** Bound of the sums before each activation, peepholes and forget bias included: ONNX' `clip`. */
  readonly gateClip?: number;
  /** Probability with which a number of h is dropped on its way to the next step, by one mask for all steps. */
  readonly recurrentDropout?: number;
}

interface GatedOptions extends CellOptions {
  /** Of the gates; `sigmoid` where left out. Hard sigmoids: clip(0.2x + 0.5) of Keras 2 and TensorFlow.js, clip(x/6 + 0.5) of Keras 3 and PyTorch. */
  readonly recurrentActivation?: GateActivation;
}

export interface LstmLayerOptions extends GatedOptions {
  readonly forgetBias?: number;
  /** Of the cell state where it is read; as `activation` where left out. */
  readonly stateActivation?: StateActivation;
  /** f = 1 - i: ONNX' `input_forget`. */
  readonly inputForget?: boolean;
  readonly peepholes?: boolean;
  readonly projectionSize?: number;
  /** Bound of h after its projection. */
  readonly projectionClip?: number;
  readonly cellClip?: number;
  readonly candidateDropout?: number;
}

/** @param hiddenSize H. */
export const lstm = (hiddenSize: number, options: LstmLayerOptions = {}): NetworkSpec => ({ lstm: { hiddenSize, ...options } });

export interface LayerNormLstmLayerOptions extends Omit<GatedOptions, "bias" | "separateBiases"> {
  readonly forgetBias?: number;
  readonly stateActivation?: StateActivation;
  readonly variant?: string;
  readonly layerNorm?: boolean;
  readonly candidateDropout?: number;
}

export const layerNormLstm = (hiddenSize: number, options: LayerNormLstmLayerOptions = {}): NetworkSpec => ({
  layerNormLstm: { hiddenSize, ...options },
});

export interface GruLayerOptions extends GatedOptions {
  /** Whether r acts on the product of h, with a bias of its own, or on h before its product; true where left out. */
  readonly resetAfter?: boolean;
  /** Whose second bias there is, where there are two: that of all gates, or the candidate's alone, as in Flax. `all` where left out. */
  readonly recurrentBias?: "all" | "candidate";
}

export const gru = (hiddenSize: number, options: GruLayerOptions = {}): NetworkSpec => ({ gru: { hiddenSize, ...options } });

export const rnn = (hiddenSize: number, options: CellOptions = {}): NetworkSpec => ({ rnn: { hiddenSize, ...options } });

export interface StackOptions {
  /** Probability with which a number is dropped between two layers. */
  readonly dropout?: number;
  readonly residual?: boolean;
  readonly highway?: boolean;
}

/** Layers one on another, from the input on: `stacked(lstm(20), lstm(10))`, or `stacked([lstm(20), lstm(20)], { residual: true })`. */
export function stacked(layers: readonly NetworkSpec[], options?: StackOptions): NetworkSpec;
export function stacked(...layers: readonly NetworkSpec[]): NetworkSpec;
export function stacked(
  first: NetworkSpec | readonly NetworkSpec[],
  second?: NetworkSpec | StackOptions,
  ...more: readonly NetworkSpec[]
) {
  if (Array.isArray(first)) return { stacked: { layers: first, ...second } };
  return { stacked: { layers: second === undefined ? [first] : [first, second, ...more] } };
}

/** @param options `backward`: as `forward`, with weights of its own, where left out. */
export const bidirectional = (
  forward: NetworkSpec,
  options: { readonly backward?: NetworkSpec; readonly merge?: MergeName } = {},
): NetworkSpec => ({ bidirectional: { forward, ...options } });

/** Reads each row's valid steps last to first. @param options `outputs`: turned back beside their inputs where left out. */
export const reverse = (layer: NetworkSpec, options: Partial<Pick<ReverseOptions, "outputs">> = {}): NetworkSpec => ({
  reverse: { layer, ...options },
});

export const residual = (layer: NetworkSpec): NetworkSpec => ({ residual: { layer } });
export const highway = (layer: NetworkSpec, options: { readonly initialBias?: number } = {}): NetworkSpec => ({
  highway: { layer, ...options },
});

/** The same weights at every step. */
export const dense = (units: number, options: Partial<Omit<HiddenDenseOptions, "units">> = {}): NetworkSpec => ({
  dense: { units, ...options },
});

export const embedding = (size: number, options: { readonly padding?: number } = {}): NetworkSpec => ({
  embedding: { size, ...options },
});
export const oneHot = (): NetworkSpec => ({ oneHot: {} });
export const dropout = (rate: number): NetworkSpec => ({ dropout: { rate } });
