/**
 * All that crosses the port between the extension host and an engine worker, both ways; nothing else does.
 *
 * A call has one of three ends: its answer, an {@link EngineFailure}, or the worker's death (the host's channel rejects
 * what is still open). Reports come unasked, at a pace that a view can draw. Numbers travel as typed arrays, transferred.
 *
 * One worker either trains or predicts: the host keeps two, so that a hover is answered while a long step runs.
 */
import type { EngineFailure } from "../errors/errors.ts";
import type { Prediction, PredictRequest } from "../generation/prediction.ts";
import type { Gate } from "../memory/parameterInfo.ts";
import type { CheckRequest, CheckResult } from "../parity/checks/result.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import type { RunDescription } from "../runs/description.ts";
import type { Preview, PreviewRequest } from "../runs/preview.ts";
import type { TrainRequest } from "../runs/request.ts";
import type { Abilities } from "../tasks/task.ts";
import type { GradientReport } from "../training/report.ts";

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
  /** Steps a second at the most, so that a person can follow; null for full speed. Changes no number. */
  setPace: { request: number | null; answer: null };
  /** Predictor: take over a saved model. Rejected with `badModelFile`. */
  load: { request: ArrayBuffer; answer: ModelDescription };
  /** Predictor: what comes next. */
  predict: { request: PredictRequest; answer: Prediction };
  /**
   * What a run would be and cost, or why it cannot be: rejected as `train` is, with the error's place in the recipe. Takes up to some tenths of
   * a second, in which nothing else is answered: of an engine that does not train.
   */
  preview: { request: PreviewRequest; answer: Preview };
  /** Runs checks one after the other, each reported as `checked`, and answers when the last one is done, or it was interrupted. */
  checkParity: { request: ParityRequest; answer: { readonly done: number; readonly total: number } };
}

export interface ParityRequest extends CheckRequest {
  /** One Int32, shared: once the host stores 1 the checks end, between two of their parts. Null where memory cannot be shared. */
  readonly interrupt: Int32Array | null;
}

export interface ModelDescription {
  readonly recipe: WholeRecipe;
  readonly can: Abilities;
  /** Whether its tokens are parts of words, which predictions complete. */
  readonly completesWords: boolean;
  /** Tokens that it is to read before a place: a window as long as those it was trained on, or enough of a stream to warm its state. */
  readonly contextTokens: number;
  readonly step: number;
  readonly vocabularySize: number;
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
  | { readonly type: "validated"; readonly validation: ValidationPoint }
  | { readonly type: "forecast"; readonly forecast: ForecastReport }
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

export interface Sample {
  readonly step: number;
  /** What the sampling started from. */
  readonly prompt: string;
  /** As it goes on from the prompt, white space between the two included. */
  readonly text: string;
  /** `text` token by token with the probability each was drawn with (at temperature 1), for the tint. */
  readonly tokens: readonly string[];
  readonly probabilities: Float32Array;
}

/** Rows that a model tells, from the row with this number on: [rows, columns], in the series' own units; NaN where none is told. */
export interface ToldNumbers {
  readonly first: number;
  readonly values: Float64Array;
}

/** What a model of numbers tells of its series, to be drawn over the truth. */
export interface ForecastReport {
  readonly step: number;
  /** The columns that are told. */
  readonly columns: readonly string[];
  /** Number of the first row of the truth that is sent, from 0 on. */
  readonly first: number;
  /** [rows, columns], as they stand in the text. */
  readonly truth: Float64Array;
  /** Each row told from true rows before it; the last ones are of the future. */
  readonly told: ToldNumbers;
  /** Rows after the last, told from what was told itself; null where that cannot be. */
  readonly future: ToldNumbers | null;
  /** The first row that is not trained on; null where all are. */
  readonly validationFrom: number | null;
}

/** How well the network does on what it is not trained on. */
export interface ValidationPoint {
  readonly step: number;
  /** The exact mean over the whole validation part. */
  readonly loss: number;
  /** Whether it is the lowest so far. */
  readonly isBest: boolean;
}

export interface RunEnd {
  readonly reason: "finished" | "stopped" | "diverged";
  /** The step of the weights that are kept. */
  readonly step: number;
  /** For `diverged`: which step failed and what to try. */
  readonly failure: EngineFailure | null;
  /** Why a finished run ended before its last step; null where it did not. */
  readonly note: string | null;
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
