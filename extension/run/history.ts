import { GrowingCurve } from "../../engine/history/curve.ts";
import { GradientHistory } from "../../engine/history/gradientHistory.ts";
import { Samples } from "../../engine/history/samples.ts";
import type { Progress, Report } from "../../engine/worker/protocol.ts";
import type { RunView } from "../../webview/protocol.ts";

/** What a run remembers of its course; bounded, however long it runs. */
export type HistoryView = Pick<RunView, "progress" | "loss" | "smoothed" | "gradientNorm" | "gradientHistory" | "samples">;

export class History {
  #loss = new GrowingCurve();
  #smoothed = new GrowingCurve();
  #gradientNorm = new GrowingCurve();
  #gradients = new GradientHistory();
  #samples = new Samples();
  #progress: Progress | null = null;

  static from(saved: HistoryView): History {
    const history = new History();
    history.#loss = GrowingCurve.from(saved.loss);
    history.#smoothed = GrowingCurve.from(saved.smoothed);
    history.#gradientNorm = GrowingCurve.from(saved.gradientNorm);
    history.#gradients = GradientHistory.from(saved.gradientHistory);
    history.#samples = new Samples(saved.samples);
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
      samples: [...this.#samples.all],
    };
  }

  #appendProgress(progress: Progress): void {
    this.#progress = progress;
    this.#loss.append(progress.step, progress.losses);
    this.#smoothed.append(progress.step, progress.smoothed);
    this.#gradientNorm.append(progress.step, progress.gradientNorms);
    this.#gradients.append(progress.gradients);
  }
}
