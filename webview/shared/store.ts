import { type Curve, GrowingCurve } from "../../engine/history/curve.ts";
import { GradientHistory } from "../../engine/history/gradientHistory.ts";
import { Samples } from "../../engine/history/samples.ts";
import { Validations } from "../../engine/history/validations.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import type { GradientReport } from "../../engine/training/report.ts";
import type { ForecastReport, Progress, TensorPicture } from "../../engine/worker/protocol.ts";
import type { RunStatus, RunView, ToView } from "../protocol.ts";
import { type Part, partsOf } from "./parts.ts";

/** A run as the page knows it: handed over whole by a `run` message, grown by those that follow. */
export interface RunState {
  readonly id: number;
  readonly fileName: string;
  status: RunStatus;
  readonly message: string;
  readonly advice: string;
  readonly description: RunDescription | null;
  /** The described model as a tree; null as long as there is no description. */
  readonly parts: Part | null;
  progress: Progress | null;
  /** Of the last step whose gradients were reported. */
  gradients: GradientReport | null;
  readonly loss: GrowingCurve;
  readonly smoothed: GrowingCurve;
  readonly gradientNorm: GrowingCurve;
  readonly history: GradientHistory;
  /** Of the text that is not trained on. */
  readonly validation: Validations;
  readonly samples: Samples;
  /** The newest, of a model of numbers. */
  forecast: ForecastReport | null;
  readonly canContinue: boolean;
  /** Steps a second at the most; null for full speed. */
  stepsPerSecond: number | null;
  /** Of the last step: the report that tells of it may hold none. */
  lastLoss: number | null;
  lastSmoothed: number | null;
}

export type Change = "run" | "progress" | "samples" | "validated" | "forecast";
export type Listener = (run: RunState | null, change: Change) => void;
export type PictureListener = (pictures: readonly TensorPicture[], step: number) => void;

export class RunStore {
  run: RunState | null = null;
  private readonly listeners: Listener[] = [];
  private readonly pictureListeners: PictureListener[] = [];

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  onPictures(listener: PictureListener): void {
    this.pictureListeners.push(listener);
  }

  receive(message: ToView): void {
    // Of no run: the form's own.
    if (message.type === "form" || message.type === "previewed") return;
    if (message.type === "run") this.run = message.run === null ? null : hydrate(message.run);
    else if (this.run?.id !== message.runId) return;
    switch (message.type) {
      case "run":
        break;
      case "progress":
        advance(this.run!, message.progress);
        break;
      case "forecast":
        this.run!.forecast = message.forecast;
        break;
      case "validated":
        this.run!.validation.append(message.validation);
        break;
      case "samples":
        for (const sample of message.samples) this.run!.samples.append(sample);
        break;
      case "tensors":
        for (const listener of this.pictureListeners) listener(message.pictures, message.step);
        return;
      default:
        message satisfies never;
    }
    for (const listener of this.listeners) listener(this.run, message.type);
  }
}

function hydrate(view: RunView): RunState {
  const { loss, smoothed, gradientNorm, gradientHistory, validation, samples, ...facts } = view;
  const last = (numbers: Float64Array | undefined): number | null => numbers?.at(-1) ?? null;
  // Steps of which nobody told stand in a curve as NaN.
  const told = (curve: Curve): number | null => (Number.isNaN(curve.mean.at(-1)) ? null : last(curve.mean));
  return {
    ...facts,
    gradients: view.progress?.gradients ?? null,
    loss: GrowingCurve.from(loss),
    smoothed: GrowingCurve.from(smoothed),
    gradientNorm: GrowingCurve.from(gradientNorm),
    history: GradientHistory.from(gradientHistory),
    validation: new Validations(validation),
    samples: new Samples(samples),
    parts: view.description === null ? null : partsOf(view.description),
    lastLoss: last(view.progress?.losses) ?? told(loss),
    lastSmoothed: last(view.progress?.smoothed) ?? told(smoothed),
  };
}

function advance(run: RunState, progress: Progress): void {
  run.progress = progress;
  if (progress.gradients.parameters.length > 0) run.gradients = progress.gradients;
  if (run.status === "training" || run.status === "paused") run.status = progress.paused ? "paused" : "training";
  run.loss.append(progress.step, progress.losses);
  run.smoothed.append(progress.step, progress.smoothed);
  run.gradientNorm.append(progress.step, progress.gradientNorms);
  run.history.append(progress.gradients);
  run.lastLoss = progress.losses.at(-1) ?? run.lastLoss;
  run.lastSmoothed = progress.smoothed.at(-1) ?? run.lastSmoothed;
}
