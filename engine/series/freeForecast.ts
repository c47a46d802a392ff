import type { FloatArray } from "../memory/arena.ts";
import type { BatchBuffers } from "../text/batching/batcher.ts";
import type { FilledSteps } from "../text/batching/pass.ts";
import { type Forecast, type ForecastSizes, type Outputs, requireCount, requireOwnFood, ToldRows } from "./forecast.ts";
import { type Rows, writeFeatures } from "./rows.ts";
import type { Scaling } from "./scaling.ts";

/** Which rows a forecast tells that goes on by itself. */
export interface FreeForecastSpan {
  /** The first told row: all rows before it are true ones. Up to the number of rows, which is the future alone. */
  readonly from: number;
  /** How many rows are told. */
  readonly count: number;
}

/**
 * A forecast that reads what it told itself: T true rows, the k after them told, these read in place of true ones, and so on. All N rows of
 * the batch are alike.
 */
export class FreeWindowForecast implements Forecast {
  readonly batches: number;
  readonly first: number;
  readonly told: Float64Array;
  readonly #sizes: ForecastSizes;
  /** The T rows that are read next. */
  readonly #window: Rows;
  readonly #kept: ToldRows;
  readonly #filled: FilledSteps;

  /** @throws EngineError `badConfiguration` where a column is read that is not told, or too few rows come before the first */
  constructor(rows: Rows, scaling: Scaling, sizes: ForecastSizes, { from, count }: FreeForecastSpan) {
    requireCount("count", count);
    requireOwnFood(rows, from, sizes.steps);
    this.#sizes = sizes;
    this.#window = { ...rows, values: rows.values.slice((from - sizes.steps) * rows.columns, from * rows.columns) };
    this.batches = Math.ceil(count / sizes.horizon);
    this.first = from;
    this.#kept = new ToldRows(rows, scaling, from, count);
    this.told = this.#kept.values;
    this.#filled = { resetState: true, steps: sizes.steps };
  }

  /** Batches go in their order: each reads what the ones before it told. */
  fill({ features }: BatchBuffers): FilledSteps {
    const { steps, batch } = this.#sizes;
    for (let n = 0; n < batch; n++) writeFeatures(this.#window, features, 0, steps, n, batch);
    return this.#filled;
  }

  take(outputs: Outputs, index: number): void {
    const { steps, horizon } = this.#sizes;
    const output = outputs.logits(steps - 1);
    this.#kept.keep(output, 0, horizon, this.first + index * horizon);
    for (let j = 0; j < horizon; j++) pushRow(this.#window, output, j);
  }
}

/**
 * The same with a carried state: all true rows before the first told one, then each told row by itself. Of the k rows that an output tells
 * only the next one is read on.
 */
export class FreeStreamForecast implements Forecast {
  readonly batches: number;
  readonly first: number;
  readonly told: Float64Array;
  readonly #rows: Rows;
  readonly #sizes: ForecastSizes;
  /** Batches of true rows. */
  readonly #lead: number;
  readonly #last: Rows;
  readonly #kept: ToldRows;
  readonly #filled = { resetState: true, steps: 0 };

  /** @throws EngineError `badConfiguration` where a column is read that is not told, or no row comes before the first */
  constructor(rows: Rows, scaling: Scaling, sizes: ForecastSizes, { from, count }: FreeForecastSpan) {
    requireCount("count", count);
    requireOwnFood(rows, from, 1);
    this.#rows = rows;
    this.#sizes = sizes;
    this.#lead = Math.ceil(from / sizes.steps);
    this.#last = { ...rows, values: new Float64Array(rows.columns) };
    this.batches = this.#lead + count - 1;
    this.first = from;
    this.#kept = new ToldRows(rows, scaling, from, count);
    this.told = this.#kept.values;
  }

  /** Batches go in their order: each reads what the one before it told. */
  fill({ features }: BatchBuffers, index: number): FilledSteps {
    const { steps, batch } = this.#sizes;
    const isTrue = index < this.#lead;
    this.#filled.resetState = index === 0;
    this.#filled.steps = isTrue ? Math.min(steps, this.first - index * steps) : 1;
    const [rows, from] = isTrue ? [this.#rows, index * steps] : [this.#last, 0];
    for (let n = 0; n < batch; n++) writeFeatures(rows, features, from, this.#filled.steps, n, batch);
    return this.#filled;
  }

  take(outputs: Outputs, index: number): void {
    if (index < this.#lead - 1) return;
    const output = outputs.logits(this.#filled.steps - 1);
    this.#kept.keep(output, 0, this.#sizes.horizon, this.first + index - this.#lead + 1, 1);
    pushRow(this.#last, output, 0);
  }
}

/** The oldest row goes, and the j-th of an output comes behind the others. */
function pushRow({ values, columns, targets }: Rows, output: FloatArray, j: number): void {
  values.copyWithin(0, columns);
  const last = values.length - columns;
  for (const [m, column] of targets.entries()) values[last + column] = output[j * targets.length + m]!;
}
