import type { StepResult } from "../training/trainer.ts";
import type { Progress } from "./protocol.ts";

/** What every step gave since the last progress report. */
export class LossLog {
  private results: StepResult[] = [];

  add(result: StepResult): void {
    this.results.push(result);
  }

  /** Forgets steps that were undone. */
  keepUntil(step: number): void {
    this.results = this.results.filter((result) => result.step <= step);
  }

  /** All of it, in arrays made for one report; then the log is empty. */
  take(): Pick<Progress, "losses" | "smoothed" | "gradientNorms"> {
    const results = this.results;
    this.results = [];
    return {
      losses: Float64Array.from(results, ({ loss }) => loss),
      smoothed: Float64Array.from(results, ({ smoothedLoss }) => smoothedLoss),
      gradientNorms: Float64Array.from(results, ({ gradientNorm }) => gradientNorm),
    };
  }
}
