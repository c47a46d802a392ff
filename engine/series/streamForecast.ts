import type { BatchBuffers } from "../text/batching/batcher.ts";
import type { FilledSteps } from "../text/batching/pass.ts";
import { type Forecast, type ForecastSizes, type Outputs, ToldRows } from "./forecast.ts";
import { requireRows } from "./required.ts";
import { countOf, type Rows, writeFeatures } from "./rows.ts";
import type { Scaling } from "./scaling.ts";

/**
 * Each row told from all true rows before it: the series read once from its first row to its last, the state carried. All N rows of the
 * batch read alike. Each row is told by the step before it; the last step tells the k rows after the series' end.
 */
export class StreamForecast implements Forecast {
  readonly batches: number;
  readonly first = 1;
  readonly told: Float64Array;
  readonly #rows: Rows;
  readonly #sizes: ForecastSizes;
  readonly #kept: ToldRows;
  readonly #filled = { resetState: true, steps: 0 };

  /** @throws EngineError `tooFewRows` where there is none */
  constructor(rows: Rows, scaling: Scaling, sizes: ForecastSizes) {
    requireRows(countOf(rows), 1, 0);
    this.#rows = rows;
    this.#sizes = sizes;
    this.batches = Math.ceil(countOf(rows) / sizes.steps);
    this.#kept = new ToldRows(rows, scaling, this.first, countOf(rows) - 1 + sizes.horizon);
    this.told = this.#kept.values;
  }

  fill({ features }: BatchBuffers, index: number): FilledSteps {
    const { steps, batch } = this.#sizes;
    const from = index * steps;
    this.#filled.resetState = index === 0;
    this.#filled.steps = Math.min(steps, countOf(this.#rows) - from);
    for (let n = 0; n < batch; n++) writeFeatures(this.#rows, features, from, this.#filled.steps, n, batch);
    return this.#filled;
  }

  /** In the order of the steps, so that each row's last word is the step's before it. */
  take(outputs: Outputs, index: number): void {
    const { steps, horizon } = this.#sizes;
    const from = index * steps;
    for (let t = 0; t < steps && from + t < countOf(this.#rows); t++)
      this.#kept.keep(outputs.logits(t), 0, horizon, from + t + 1);
  }
}
