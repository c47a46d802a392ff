import { GrowingCurve } from "../../engine/history/curve.ts";
import { GradientHistory } from "../../engine/history/gradientHistory.ts";
import { Samples } from "../../engine/history/samples.ts";
import { Validations } from "../../engine/history/validations.ts";
import type { ForecastReport, Progress, Report } from "../../engine/worker/protocol.ts";
import type { RunView } from "../../webview/protocol.ts";

/** What a run remembers of its course; bounded, however long it runs. */
export type HistoryView = Pick<
  RunView,
  "progress" | "loss" | "smoothed" | "gradientNorm" | "gradientHistory" | "validation" | "samples" | "forecast"
>;

export class History {
  #loss = new GrowingCurve();
  #smoothed = new GrowingCurve();
  #gradientNorm = new GrowingCurve();
  #gradients = new GradientHistory();
  #validation = new Validations();
  #samples = new Samples();
  #forecast: ForecastReport | null = null;
  #progress: Progress | null = null;

  static from(saved: HistoryView): History {
    const history = new History();
    history.#loss = GrowingCurve.from(saved.loss);
    history.#smoothed = GrowingCurve.from(saved.smoothed);
    history.#gradientNorm = GrowingCurve.from(saved.gradientNorm);
    history.#gradients = GradientHistory.from(saved.gradientHistory);
    history.#validation = new Validations(saved.validation);
    history.#samples = new Samples(saved.samples);
    history.#forecast = saved.forecast;
    history.#progress = saved.progress;
    return history;
  }

  get progress(): Progress | null {
    return this.#progress;
  }

  /** Forgets what lies after `step`: the saved model that a continued run goes on from may be a little older than its record. */
  rewind(step: number): void {
    this.#loss = GrowingCurve.from(this.#loss, step);
    this.#smoothed = GrowingCurve.from(this.#smoothed, step);
    this.#gradientNorm = GrowingCurve.from(this.#gradientNorm, step);
    this.#gradients = GradientHistory.from(this.#gradients.snapshot(), step);
    this.#validation = new Validations(this.#validation.all.filter((point) => point.step <= step));
    this.#samples = new Samples(this.#samples.all.filter((sample) => sample.step <= step));
  }

  append(report: Report): void {
    switch (report.type) {
      case "progress":
        this.#appendProgress(report.progress);
        break;
      case "sample":
        this.#samples.append(report.sample);
        break;
      case "validated":
        this.#validation.append(report.validation);
        break;
      case "forecast":
        this.#forecast = report.forecast;
        break;
      case "tensors":
      case "ended":
      case "checked":
        break;
      default:
        report satisfies never;
    }
  }

  snapshot(): HistoryView {
    return {
      progress: this.#progress,
      loss: this.#loss.snapshot(),
      smoothed: this.#smoothed.snapshot(),
      gradientNorm: this.#gradientNorm.snapshot(),
      gradientHistory: this.#gradients.snapshot(),
      validation: [...this.#validation.all],
      samples: [...this.#samples.all],
      forecast: this.#forecast,
    };
  }

  #appendProgress(progress: Progress): void {
    // The engine went back to an earlier step: what came after it did not happen.
    const before = progress.step - progress.losses.length;
    if (before < this.#loss.steps) this.rewind(before);
    this.#progress = progress;
    this.#loss.append(progress.step, progress.losses);
    this.#smoothed.append(progress.step, progress.smoothed);
    this.#gradientNorm.append(progress.step, progress.gradientNorms);
    this.#gradients.append(progress.gradients);
  }
}
