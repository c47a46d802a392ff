/**
 * The parity format `lstm-parity/1`, as the oracles read and write it. Written down here a second time, beside the engine's own reader, so
 * that an oracle owes nothing to what it judges. What goes beyond the shared format is marked as an extension.
 */

/** Row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export interface Ids {
  /** [N, T] */
  readonly ids: readonly (readonly number[])[];
}

export type LstmLayout = "pytorch" | "keras" | "tensorflow" | "deepBreathe";
/** Extension: `hardSigmoidKeras3`, clip(x/6 + 0.5, 0, 1). */
export type GateActivation = "sigmoid" | "hardSigmoid" | "hardSigmoidKeras3";

export interface LstmOptions {
  readonly hiddenSize: number;
  readonly layout: LstmLayout;
  readonly forgetBias?: number;
  readonly recurrentActivation?: GateActivation;
  /** Extension: weights `peephole/input`, `peephole/forget`, `peephole/output`, each [H]. */
  readonly peepholes?: boolean;
  /** Extension: P, the size of h. `weight_hr` [P, H] in PyTorch's layout, `projection/kernel` [H, P] in all others. */
  readonly projectionSize?: number;
  /** Extension: c is clipped to ± this before the output reads it. */
  readonly cellClip?: number;
}

export interface LayerNormLstmOptions {
  readonly hiddenSize: number;
  readonly layout: "tensorflow";
  readonly forgetBias?: number;
}

export interface GruOptions {
  readonly hiddenSize: number;
  readonly layout: "pytorch" | "keras";
  readonly resetAfter?: boolean;
  readonly recurrentActivation?: GateActivation;
}

export interface RnnOptions {
  readonly hiddenSize: number;
  readonly layout: "pytorch";
  readonly activation?: "tanh" | "relu";
}

export type Merge = "concat" | "sum" | "multiply" | "average";

export type CellNetwork =
  | { readonly lstm: LstmOptions }
  | { readonly layerNormLstm: LayerNormLstmOptions }
  | { readonly gru: GruOptions }
  | { readonly rnn: RnnOptions };

export type Network =
  | CellNetwork
  | { readonly stacked: readonly Network[] }
  | { readonly bidirectional: { readonly forward: Network; readonly backward: Network; readonly merge: Merge } }
  /** Extension: x + f(x). */
  | { readonly residual: Network }
  /** Extension: t · f(x) + (1 - t) · x, t = σ(x · `highway/kernel` + `highway/bias`). */
  | { readonly highway: Network };

export type LossName = "softmaxCrossEntropy" | "meanSquaredError";

export interface ModelDescription {
  readonly inputSize: number;
  /** Extension: ids look up rows of `embedding/kernel` [inputSize, size] instead of being one-hot vectors. */
  readonly embedding?: { readonly size: number };
  readonly network: Network;
  readonly readout: "all" | "last";
  readonly dense: { readonly units: number };
  readonly loss: LossName;
}

interface Rate {
  readonly learningRate: number;
  readonly clipNorm?: number;
  readonly clipValue?: number;
}

interface Betas {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

export type OptimizerDescription = Rate &
  (
    | { readonly name: "sgd"; readonly momentum?: number; readonly nesterov?: boolean }
    | ({ readonly name: "adam" } & Betas)
    | ({ readonly name: "adamw"; readonly weightDecay?: number } & Betas)
    | { readonly name: "rmsprop"; readonly decay?: number; readonly epsilon?: number }
    | { readonly name: "adagrad"; readonly epsilon?: number }
  );

export interface Step {
  readonly inputs: Ids | Tensor;
  readonly targets: Ids | Tensor;
  readonly lengths?: readonly number[];
}

export type Tensors = Readonly<Record<string, Tensor>>;
export type States = Readonly<Record<string, { readonly h: Tensor; readonly c?: Tensor }>>;

export interface ExpectedStep {
  readonly outputs: Tensor;
  readonly logits: Tensor;
  readonly finalState: States;
  readonly gradients: Tensors;
}

export interface Expected {
  readonly losses: readonly number[];
  readonly steps: Readonly<Record<string, ExpectedStep>>;
  readonly weights: Tensors;
}

/** What an oracle is asked: a case without numbers to expect. */
export interface Question {
  readonly format: "lstm-parity/1";
  readonly name: string;
  readonly source?: string;
  readonly model: ModelDescription;
  readonly weights: Tensors;
  readonly initialState?: States;
  readonly optimizer: OptimizerDescription;
  readonly carryState?: boolean;
  readonly steps: readonly Step[];
}

/** What an oracle answers: the question, and what its framework computed. */
export interface ParityCase extends Question {
  readonly source: string;
  readonly dtype: "float64" | "float32";
  readonly expect: Expected;
  readonly tolerance: Tolerance;
}

/** A number agrees when |a - b| ≤ absolute + relative · |b|. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

export const isIds = (value: Ids | Tensor): value is Ids => "ids" in value;
