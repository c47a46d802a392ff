import { EngineError } from "../errors/errors.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { BatchBuffers } from "../text/batching/batcher.ts";
import type { FilledSteps } from "../text/batching/pass.ts";
import { countOf, type Rows } from "./rows.ts";
import { type Scaling, unscale } from "./scaling.ts";

/** What a forward pass left: of each step [N, k · targets]; where the model reads out once the same for each step. A model has it. */
export interface Outputs {
  logits(step: number): FloatArray;
}

/** The sizes that a forecast shares with the model that makes it. */
export interface ForecastSizes {
  /** T. */
  readonly steps: number;
  /** k: rows that one output tells. */
  readonly horizon: number;
  /** N. */
  readonly batch: number;
}

/**
 * Rows that a model tells, to be drawn over those that came. For each batch in its order: `fill`, a zero state where that asks for one, a
 * forward pass of so many steps, `take`, and the state carried on.
 */
export interface Forecast {
  readonly batches: number;
  /** Which row of the series the first told one is. */
  readonly first: number;
  /** [told rows, targets], in the series' own units; NaN where none is told, and until it is. Rows past the series' end are the future. */
  readonly told: Float64Array;
  /** Writes one batch's inputs. What it gives is good until the next call. */
  fill(batch: BatchBuffers, index: number): FilledSteps;
  take(outputs: Outputs, index: number): void;
}

/** The told rows of a forecast, from the first one on. */
export class ToldRows {
  readonly first: number;
  readonly values: Float64Array;
  readonly #rows: Rows;
  readonly #scaling: Scaling;

  constructor(rows: Rows, scaling: Scaling, first: number, count: number) {
    this.first = first;
    this.values = new Float64Array(count * rows.targets.length).fill(Number.NaN);
    this.#rows = rows;
    this.#scaling = scaling;
  }

  /** Keeps so many rows of a model's output, which are scaled. Rows past the last one are left out. @param n row of the batch */
  keep(output: FloatArray, n: number, horizon: number, row: number, count = horizon): void {
    const { targets } = this.#rows;
    const from = n * horizon * targets.length;
    let at = (row - this.first) * targets.length;
    for (let i = 0; i < count * targets.length && at < this.values.length; i++, at++)
      this.values[at] = unscale(this.#scaling, output[from + i]!, targets[i % targets.length]!);
  }
}

/** @throws RangeError for what is no whole number from 1 on */
export function requireCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(`The forecast's ${name} is ${value}, must be a whole number from 1 on.`);
}

/** A forecast that reads what it told itself must tell all that it reads, and begin where enough has come. */
export function requireOwnFood(rows: Rows, from: number, before: number): void {
  const told = new Set(rows.targets);
  const missing = Array.from({ length: rows.columns }, (_, column) => column + 1).filter((column) => !told.has(column - 1));
  if (missing.length > 0)
    throw new EngineError(
      "badConfiguration",
      `A forecast that goes on by itself needs every column that is read, but column ${missing.join(", ")} is not told.`,
      "Make every column a target.",
    );
  if (Number.isInteger(from) && from >= before && from <= countOf(rows)) return;
  throw new EngineError(
    "badConfiguration",
    `A forecast cannot begin at row ${from + 1}: it needs ${before} rows before it, and the text has ${countOf(rows)}.`,
    "Begin it elsewhere.",
  );
}
