import type { Progress, Report } from "../../engine/worker/protocol.ts";
import type { RunView } from "../../webview/protocol.ts";
import { CurveBuilder } from "./curve.ts";
import { GradientHistory } from "./gradientHistory.ts";
import { Samples } from "./samples.ts";

/** What a run remembers of its course; bounded, however long it runs. */
export type HistoryView = Pick<RunView, "progress" | "loss" | "smoothed" | "gradientNorm" | "gradientHistory" | "samples">;

export class History {
  #loss = new CurveBuilder();
  #smoothed = new CurveBuilder();
  #gradientNorm = new CurveBuilder();
  #gradients = new GradientHistory();
  #samples = new Samples();
  #progress: Progress | null = null;

  static from(saved: HistoryView): History {
    const history = new History();
    history.#loss = CurveBuilder.from(saved.loss);
    history.#smoothed = CurveBuilder.from(saved.smoothed);
    history.#gradientNorm = CurveBuilder.from(saved.gradientNorm);
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
    this.#loss = CurveBuilder.from(this.#loss.snapshot(), step);
    this.#smoothed = CurveBuilder.from(this.#smoothed.snapshot(), step);
    this.#gradientNorm = CurveBuilder.from(this.#gradientNorm.snapshot(), step);
    this.#gradients = GradientHistory.from(this.#gradients.snapshot(), step);
    this.#samples = new Samples(this.#samples.snapshot().filter((sample) => sample.step <= step));
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
      samples: this.#samples.snapshot(),
    };
  }

  #appendProgress(progress: Progress): void {
    this.#progress = progress;
    this.#loss.append(progress.losses);
    this.#smoothed.append(progress.smoothed);
    this.#gradientNorm.append(progress.gradientNorms);
    this.#gradients.append(progress.gradients);
  }
}
