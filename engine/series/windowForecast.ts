import type { BatchBuffers } from "../text/batching/batcher.ts";
import type { FilledSteps } from "../text/batching/pass.ts";
import { type Forecast, type ForecastSizes, type Outputs, requireCount, ToldRows } from "./forecast.ts";
import { requireRows } from "./required.ts";
import { countOf, type Rows, writeFeatures } from "./rows.ts";
import type { Scaling } from "./scaling.ts";

export interface WindowForecastOptions {
  /** Rows from one window's start to the next one's; k where left out, so that each row is told once. */
  readonly stride?: number;
  /** The first row that need be told. */
  readonly from?: number;
}

/**
 * Each row told from true rows: windows of T, the last of which is the series' end and tells the k rows after it; the others stand
 * `stride` rows before each other. Where windows tell a row twice, the nearest one has it.
 */
export class WindowForecast implements Forecast {
  readonly batches: number;
  readonly first: number;
  readonly told: Float64Array;
  readonly #rows: Rows;
  readonly #sizes: ForecastSizes;
  readonly #stride: number;
  readonly #windows: number;
  readonly #kept: ToldRows;
  readonly #filled: FilledSteps;

  /** @throws EngineError `tooFewRows` where there are fewer than T; RangeError for a stride below 1 */
  constructor(
    rows: Rows,
    scaling: Scaling,
    sizes: ForecastSizes,
    { stride = sizes.horizon, from = 0 }: WindowForecastOptions = {},
  ) {
    const { steps, horizon, batch } = sizes;
    requireRows(countOf(rows), steps, 0);
    requireCount("stride", stride);
    this.#rows = rows;
    this.#sizes = sizes;
    this.#stride = stride;
    const last = countOf(rows) - steps;
    const before = Math.floor((last - Math.min(last, Math.max(0, from - steps))) / stride);
    this.#windows = before + 1;
    this.batches = Math.ceil(this.#windows / batch);
    this.first = last - before * stride + steps;
    this.#kept = new ToldRows(rows, scaling, this.first, countOf(rows) + horizon - this.first);
    this.told = this.#kept.values;
    this.#filled = { resetState: true, steps };
  }

  /** Rows that no window is left for repeat the last one. */
  fill({ features }: BatchBuffers, index: number): FilledSteps {
    const { steps, batch } = this.#sizes;
    for (let n = 0; n < batch; n++) {
      const window = Math.min(index * batch + n, this.#windows - 1);
      writeFeatures(this.#rows, features, this.#rowAfter(window) - steps, steps, n, batch);
    }
    return this.#filled;
  }

  take(outputs: Outputs, index: number): void {
    const { steps, horizon, batch } = this.#sizes;
    const output = outputs.logits(steps - 1);
    for (let n = 0; n < batch && index * batch + n < this.#windows; n++)
      this.#kept.keep(output, n, horizon, this.#rowAfter(index * batch + n));
  }

  #rowAfter(window: number): number {
    return this.first + window * this.#stride;
  }
}
