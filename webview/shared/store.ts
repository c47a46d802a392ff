import type { RunDescription } from "../../engine/runs/description.ts";
import type { GradientReport } from "../../engine/training/report.ts";
import type { ForecastReport, Progress, Sample, TensorPicture, ValidationPoint } from "../../engine/worker/protocol.ts";
import type { RunStatus, RunView, ToView } from "../protocol.ts";
import { GrowingCurve } from "./curve.ts";
import { GradientHistory } from "./gradientHistory.ts";

/** A run as the page knows it: handed over whole by a `run` message, grown by those that follow. */
export interface RunState {
  readonly id: number;
  readonly fileName: string;
  status: RunStatus;
  readonly message: string;
  readonly advice: string;
  readonly description: RunDescription | null;
  progress: Progress | null;
  /** Of the last step whose gradients were reported. */
  gradients: GradientReport | null;
  readonly loss: GrowingCurve;
  readonly smoothed: GrowingCurve;
  readonly gradientNorm: GrowingCurve;
  readonly history: GradientHistory;
  /** Of the text that is not trained on, oldest first. */
  readonly validation: ValidationPoint[];
  /** Newest last. */
  readonly samples: Sample[];
  /** The newest, of a model of numbers. */
  forecast: ForecastReport | null;
  readonly canContinue: boolean;
  /** Of the last step: the report that tells of it may hold none. */
  lastLoss: number | null;
  lastSmoothed: number | null;
}

export type Change = "run" | "progress" | "samples" | "validated" | "forecast";
export type Listener = (run: RunState | null, change: Change) => void;
export type PictureListener = (pictures: readonly TensorPicture[], step: number) => void;

const samplesKept = 200;

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
        addValidation(this.run!.validation, message.validation);
        break;
      case "samples":
        for (const sample of message.samples) addSample(this.run!.samples, sample);
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
  return {
    ...facts,
    gradients: view.progress?.gradients ?? null,
    loss: GrowingCurve.from(loss),
    smoothed: GrowingCurve.from(smoothed),
    gradientNorm: GrowingCurve.from(gradientNorm),
    history: GradientHistory.from(gradientHistory),
    validation: [...validation],
    samples: samples.slice(-samplesKept),
    lastLoss: last(view.progress?.losses) ?? last(loss.mean),
    lastSmoothed: last(view.progress?.smoothed) ?? last(smoothed.mean),
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

/** What is known already changes nothing. */
function addValidation(known: ValidationPoint[], point: ValidationPoint): void {
  if ((known.at(-1)?.step ?? -1) < point.step) known.push(point);
}

/** A sample told twice (once in the whole, once on its own) is kept once. */
function addSample(samples: Sample[], sample: Sample): void {
  if (samples.some((known) => known.step === sample.step && known.text === sample.text)) return;
  samples.push(sample);
  if (samples.length > samplesKept) samples.shift();
}
