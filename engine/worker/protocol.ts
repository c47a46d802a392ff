/**
 * All that crosses the port between the extension host and an engine worker, both ways; nothing else does.
 *
 * A call has one of three ends: its answer, an {@link EngineFailure}, or the worker's death (the host's channel rejects
 * what is still open). Reports come unasked, at a pace that a view can draw. Numbers travel as typed arrays, transferred.
 *
 * One worker either trains or predicts: the host keeps two, so that a hover is answered while a long step runs.
 */
import type { EngineFailure } from "../errors.ts";
import type { CheckRequest, CheckResult } from "../parity/checks/result.ts";
import type { TrainingConfig } from "../training/config.ts";

// ---- what a run is ---------------------------------------------------------------------------------------------------

/** Of an LSTM i f g o, of a GRU r z n. */
export type Gate = "i" | "f" | "g" | "o" | "r" | "z" | "n";

/** One trained array. Matrices are row-major [rows, columns]; a bias is one row. */
export interface ParameterInfo {
  /** Such as `lstm/0/kernel`, `lstm/0/recurrentKernel`, `lstm/0/bias`, `dense/kernel`, `dense/bias`. */
  readonly path: string;
  readonly rows: number;
  readonly columns: number;
  /** The gates whose blocks of H columns stand side by side in it, in memory order; null for dense parameters. */
  readonly gates: readonly Gate[] | null;
  /** What a row stands for: a token of the vocabulary, a unit of the layer below, a unit of this layer, or nothing (bias). */
  readonly rowMeaning: "token" | "unitBelow" | "unit" | "none";
  /** What a column (of one gate) stands for. */
  readonly columnMeaning: "token" | "unit";
}

export interface RunDescription {
  readonly config: TrainingConfig;
  readonly parameters: readonly ParameterInfo[];
  readonly parameterCount: number;
  /** Bytes that the run takes at its peak, all of its parts together (`memoryPlan.ts`). */
  readonly plannedBytes: number;
  /** That work on a step together: one where the network is too small for more. */
  readonly threads: number;
  readonly tokenCount: number;
  readonly vocabularySize: number;
  /** The vocabulary's tokens in the order of their ids, as printable text; at most the first 4,096. */
  readonly tokens: readonly string[];
  /** Steps already done: 0, or where a continued run stood. */
  readonly step: number;
  /** Loss of a uniform guess, ln V: where the smoothed loss begins, as in min-char-rnn. */
  readonly initialLoss: number;
}

// ---- calls: request and answer ---------------------------------------------------------------------------------------

export interface Calls {
  /**
   * Plans, allocates, and answers; training starts right after, unless `paused`. Rejected with `emptyText`, `tooFewTokens`,
   * `badConfiguration`, `outOfMemory`, `unknownTokens` (a continued model meets a text it has no tokens for), `badModelFile`.
   */
  train: { request: TrainRequest; answer: RunDescription };
  /** Answered when no step is under way any more; a step in hand is abandoned and done again later, from the same numbers. */
  pause: { request: null; answer: { readonly step: number } };
  resume: { request: null; answer: { readonly step: number } };
  /** While paused: one whole step, its reports sent before the answer. */
  stepOnce: { request: null; answer: { readonly step: number } };
  /** Ends the run for good; an `ended` report with reason `stopped` goes before the answer. */
  stop: { request: null; answer: { readonly step: number } };
  /** The model as a file (`formats/modelFile.ts`), between two steps. Possible while training, paused, and after the end. */
  save: { request: null; answer: ArrayBuffer };
  /** What the views can see right now; replaces what was asked for before. Visible tensors are reported at once and then with the progress. */
  watch: { request: Watch; answer: null };
  /** Predictor: take over a saved model. Rejected with `badModelFile`. */
  load: { request: ArrayBuffer; answer: ModelDescription };
  /** Predictor: what comes next. */
  predict: { request: PredictRequest; answer: Prediction };
  /** Runs checks one after the other, each reported as `checked`, and answers when the last one is done, or it was interrupted. */
  checkParity: { request: ParityRequest; answer: { readonly done: number; readonly total: number } };
}

export interface ParityRequest extends CheckRequest {
  /** One Int32, shared: once the host stores 1 the checks end, between two of their parts. Null where memory cannot be shared. */
  readonly interrupt: Int32Array | null;
}

export interface TrainRequest {
  readonly text: string;
  readonly config: TrainingConfig;
  /** A saved model to go on from; `config.steps` and the sampling fields of `config` count, all else is the saved run's. */
  readonly model: ArrayBuffer | null;
  readonly paused: boolean;
  /**
   * One Int32, shared: the host stores 1 just before it sends `pause` or `stop`, so that a long step ends between two of its
   * time steps. The worker stores 0 when it has obeyed. Null where memory cannot be shared: then a step always ends first.
   */
  readonly interrupt: Int32Array | null;
  /** At most so many threads work on the run; as many as the machine has cores, less one, where null. */
  readonly threads: number | null;
  /** Milliseconds between two `progress` reports. */
  readonly reportEvery: number;
}

export interface ModelDescription {
  readonly config: TrainingConfig;
  readonly step: number;
  readonly vocabularySize: number;
}

export interface PredictRequest {
  /** The text before the place in question; only its end is read, as many tokens as `contextTokens` says. */
  readonly context: string;
  readonly contextTokens: number;
  /** How many candidates. */
  readonly count: number;
  /** What stands at the place now, to be told its own probability and rank; empty if nothing does. */
  readonly actual: string;
}

export interface Prediction {
  /** The model's step when it predicted. */
  readonly step: number;
  /** Words (word model), or completions of a word (character model: beam search to the word's end), most probable first. */
  readonly candidates: readonly { readonly text: string; readonly probability: number }[];
  /**
   * `text`: the token, or the whole word for a character model, as far as the vocabulary knows it. `rank` counts from 1 among all
   * tokens of a word model; null for a character model's word, whose competitors cannot be counted. Null if nothing stood there or it is unknown.
   */
  readonly actual: { readonly text: string; readonly probability: number; readonly rank: number | null } | null;
  /** Number of things `rank` counts among: V for a word model, null for a character model. */
  readonly outOf: number | null;
  /** The tokens that were read, from the first to the last, as text: so that a hover can say what it looked at. */
  readonly contextUsed: string;
}

// ---- watching --------------------------------------------------------------------------------------------------------

export interface Watch {
  /** The pictures that are on screen. */
  readonly tensors: readonly TensorView[];
  /** Milliseconds between two reports of `tensors`. */
  readonly every: number;
}

export type TensorKind = "value" | "gradient";

/** A rectangle of one gate's block of a parameter (of the whole parameter where `gate` is null), for a picture of limited size. */
export interface TensorView {
  readonly path: string;
  readonly kind: TensorKind;
  readonly gate: Gate | null;
  /** Half-open, within the gate's block. */
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  /** The picture's size in cells; where the rectangle is larger, a cell shows its block's element of largest magnitude, with its sign. */
  readonly maxRows: number;
  readonly maxColumns: number;
}

export interface TensorPicture {
  readonly view: TensorView;
  /** Cells, row-major [rows, columns]. */
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
  /** Over all gates of the whole parameter, so that the gates of one kernel share one scale: largest magnitude, mean, standard deviation. */
  readonly largest: number;
  readonly mean: number;
  readonly deviation: number;
  /** Counts of the parameter's elements in 32 equal bins from -largest to +largest (of the gate, where the view names one). */
  readonly histogram: Float32Array;
}

// ---- reports: unasked, worker to host --------------------------------------------------------------------------------

export type Report =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "tensors"; readonly step: number; readonly pictures: readonly TensorPicture[] }
  | { readonly type: "sample"; readonly sample: Sample }
  | { readonly type: "ended"; readonly end: RunEnd }
  /** After each check: how many are done, and of how many. */
  | { readonly type: "checked"; readonly done: number; readonly total: number; readonly result: CheckResult };

export interface Progress {
  /** Steps done. */
  readonly step: number;
  /** One number for each step since the last report, the last of them of `step`; empty in a report that only says how things stand. */
  readonly losses: Float64Array;
  /** s ← 0.999 s + 0.001 loss, from ln V: the source articles' curve. Same length as `losses`. */
  readonly smoothed: Float64Array;
  /** Global gradient norm before clipping. Same length as `losses`. */
  readonly gradientNorms: Float64Array;
  readonly tokensPerSecond: number;
  /** Null until it can be told. */
  readonly secondsLeft: number | null;
  readonly paused: boolean;
  readonly gradients: GradientReport;
}

/** Of the last step done, before clipping. */
export interface GradientReport {
  readonly step: number;
  readonly globalNorm: number;
  /** What every gradient was multiplied by: 1, or less where the norm was clipped. */
  readonly clipFactor: number;
  readonly parameters: readonly ParameterGradient[];
  /** For each layer, bottom first: the gradient's way back through time. */
  readonly flow: readonly LayerFlow[];
}

export interface ParameterGradient {
  readonly path: string;
  /** Euclidean norm of the gradient. */
  readonly norm: number;
  /** The gradient's element of largest magnitude, with its sign, and where it stands in the whole parameter. */
  readonly largest: number;
  readonly largestRow: number;
  readonly largestColumn: number;
  readonly weightNorm: number;
  /** ‖Δw‖ / ‖w‖ of the step; about 1e-3 is healthy. */
  readonly updateRatio: number;
}

export interface LayerFlow {
  readonly layer: number;
  /** ‖∂L/∂h_t‖ over the batch, for t = 1 … T (after what came from later steps was added). */
  readonly dh: Float32Array;
  /** ‖∂L/∂c_t‖ likewise. */
  readonly dc: Float32Array;
}

export interface Sample {
  readonly step: number;
  /** What the sampling started from. */
  readonly prompt: string;
  readonly text: string;
  /** `text` token by token with the probability each was drawn with (at temperature 1), for the tint. */
  readonly tokens: readonly string[];
  readonly probabilities: Float32Array;
}

export interface RunEnd {
  readonly reason: "finished" | "stopped" | "diverged";
  /** The step of the weights that are kept. */
  readonly step: number;
  /** For `diverged`: which step failed and what to try. */
  readonly failure: EngineFailure | null;
}

// ---- envelopes -------------------------------------------------------------------------------------------------------

export type CallName = keyof Calls;

/** Host to worker. */
export type ToWorker = {
  [K in CallName]: { readonly id: number; readonly call: K; readonly request: Calls[K]["request"] };
}[CallName];

/** Worker to host. */
export type FromWorker =
  | { readonly type: "answer"; readonly id: number; readonly answer: Calls[CallName]["answer"] }
  | { readonly type: "failure"; readonly id: number; readonly failure: EngineFailure }
  | Report;
