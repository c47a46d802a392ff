/**
 * All that crosses between the extension and a webview (the lab or the gradient inspector), both ways; nothing else does.
 * The run in the extension host is the one owner of the truth: a view is handed the whole of it when it becomes visible, and
 * changes after that. A hidden view is sent nothing.
 */

import type { Place } from "../engine/errors/errors.ts";
import type { Curve } from "../engine/history/curve.ts";
import type { GradientSeries } from "../engine/history/gradientHistory.ts";
import type { JsonSchema } from "../engine/recipe/jsonSchema.ts";
import type { RunDescription } from "../engine/runs/description.ts";
import type { ForecastReport, Progress, Sample, TensorPicture, TensorView, ValidationPoint } from "../engine/worker/protocol.ts";

export type RunStatus = "starting" | "training" | "paused" | "finished" | "stopped" | "diverged" | "failed";

export interface RunView {
  /** Changes with every new run. */
  readonly id: number;
  /** The trained file, as VS Code would label it. */
  readonly fileName: string;
  readonly status: RunStatus;
  /** A sentence for the person where the status is `diverged` or `failed`, with what to try; else empty. */
  readonly message: string;
  readonly advice: string;
  readonly description: RunDescription | null;
  readonly progress: Progress | null;
  readonly loss: Curve;
  readonly smoothed: Curve;
  readonly gradientNorm: Curve;
  readonly gradientHistory: GradientSeries;
  /** Of the text that is not trained on, oldest first; many are thinned out evenly, the best one never. */
  readonly validation: readonly ValidationPoint[];
  /** Newest last. */
  readonly samples: readonly Sample[];
  /** The newest, of a model of numbers. */
  readonly forecast: ForecastReport | null;
  /** True when a saved model of this file exists, so that training can be continued. */
  readonly canContinue: boolean;
  /** Steps a second at the most, as a view asked for it; null for full speed. Each run begins at full speed. */
  readonly stepsPerSecond: number | null;
}

/** What would come of a recipe that was edited in a form. */
export interface FormOutlook {
  /** Weights, memory and time in one line; null where something is wrong, or cannot be told. */
  readonly costs: string | null;
  readonly problems: readonly { readonly place: Place; readonly sentence: string }[];
}

export type ToForm =
  /** Answer to `form`: all that a recipe can say. */
  | { readonly type: "form"; readonly schema: JsonSchema }
  /** Answer to the `preview` of that number. */
  | { readonly type: "previewed"; readonly serial: number; readonly outlook: FormOutlook };

export type ToView =
  | ToForm
  /** The whole truth: answer to `ready`, and when a view becomes visible, a run starts, or its status changes. Null: nothing was trained yet. */
  | { readonly type: "run"; readonly run: RunView | null }
  /** While training, at most ten times a second. Holds only what is new: `progress.losses` are to be appended. */
  | { readonly type: "progress"; readonly runId: number; readonly progress: Progress }
  /** Pictures of the tensors that the view asked for by `watch`. */
  | { readonly type: "tensors"; readonly runId: number; readonly step: number; readonly pictures: readonly TensorPicture[] }
  /** The newest forecast. */
  | { readonly type: "forecast"; readonly runId: number; readonly forecast: ForecastReport }
  /** One more evaluation. */
  | { readonly type: "validated"; readonly runId: number; readonly validation: ValidationPoint }
  /** Those since the last such message, oldest first: a small network may write a hundred in a second. */
  | { readonly type: "samples"; readonly runId: number; readonly samples: readonly Sample[] };

export type ViewCommand =
  | "train"
  | "continue"
  | "pause"
  | "resume"
  | "step"
  | "stop"
  | "settings"
  | "showLab"
  | "showInspector"
  | "copyRecipe";

export type FromView =
  /** Sent once by each page when its scripts run, and again whenever it was restored. */
  | { readonly type: "ready" }
  | { readonly type: "command"; readonly command: ViewCommand }
  /** Steps a second at the most; null for full speed. */
  | { readonly type: "pace"; readonly stepsPerSecond: number | null }
  /** The tensors on screen; an empty list when none are. */
  | { readonly type: "watch"; readonly tensors: readonly TensorView[] }
  /** A person opened the form of the recipe. */
  | { readonly type: "form" }
  /** The recipe as it stands in the form, of the run in view; answered in the order of the questions, and not at all where the run is gone. */
  | { readonly type: "preview"; readonly serial: number; readonly recipe: unknown }
  /** Train it, on the text of the run in view. */
  | { readonly type: "trainRecipe"; readonly recipe: unknown }
  /** An error inside the page, to be written to the extension's log. */
  | { readonly type: "error"; readonly message: string };
