import type { StepResult } from "../training/trainer.ts";
import type { Progress } from "./protocol.ts";

/** Numbers of a step: its loss, the smoothed loss, the gradient's norm. */
const width = 3;

/** What every step gave since the last progress report. Small networks take some hundred thousand steps a second, hence numbers in one array. */
export class LossLog {
  /** [steps, 3], of which the first `length` steps are filled. */
  private numbers = new Float64Array(width * 64);
  private length = 0;
  /** Of the last step in it. */
  private lastStep = 0;

  add({ step, loss, smoothedLoss, gradientNorm }: StepResult): void {
    if (width * this.length === this.numbers.length) this.grow();
    const at = width * this.length++;
    this.numbers[at] = loss;
    this.numbers[at + 1] = smoothedLoss;
    this.numbers[at + 2] = gradientNorm;
    this.lastStep = step;
  }

  /** Forgets steps that were undone. */
  keepUntil(step: number): void {
    this.length = Math.max(0, this.length - Math.max(0, this.lastStep - step));
    this.lastStep = Math.min(this.lastStep, step);
  }

  /** All of it, in arrays made for one report; then the log is empty. */
  take(): Pick<Progress, "losses" | "smoothed" | "gradientNorms"> {
    const taken = { losses: this.column(0), smoothed: this.column(1), gradientNorms: this.column(2) };
    this.length = 0;
    return taken;
  }

  private column(place: number): Float64Array {
    const column = new Float64Array(this.length);
    for (let row = 0; row < column.length; row++) column[row] = this.numbers[width * row + place]!;
    return column;
  }

  private grow(): void {
    const larger = new Float64Array(2 * this.numbers.length);
    larger.set(this.numbers);
    this.numbers = larger;
  }
}
