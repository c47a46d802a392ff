import type { EngineError } from "../../../engine/errors/errors.ts";
import type { SeriesOptions } from "../../../engine/series/options.ts";
import { readSeries } from "../../../engine/series/readSeries.ts";
import type { Rows } from "../../../engine/series/rows.ts";
import type { BatchBuffers } from "../../../engine/text/batching/batcher.ts";
import { thrownBy } from "../text/batchingSupport.ts";

export { thrownBy } from "../text/batchingSupport.ts";

export const refusalOf = (text: string, options?: SeriesOptions): EngineError => thrownBy(() => readSeries(text, options));

/** The values, row by row. */
export function tableOf(text: string, options?: SeriesOptions): number[][] {
  const { values, rows, columns } = readSeries(text, options);
  return Array.from({ length: rows }, (_, row) => [...values.subarray(row * columns.length, (row + 1) * columns.length)]);
}

/** Room for numbers alone. */
export const buffersOf = (features: number, targetFeatures: number): BatchBuffers => ({
  inputs: new Int32Array(0),
  features: new Float64Array(features).fill(Number.NaN),
  targets: new Int32Array(0),
  targetFeatures: new Float64Array(targetFeatures).fill(Number.NaN),
});

/** Row r holds 10r, 10r + 1, …, so that each number tells its place. */
export const counting = (rows: number, columns: number, targets: readonly number[]): Rows => ({
  values: Float64Array.from({ length: rows * columns }, (_, i) => 10 * Math.floor(i / columns) + (i % columns)),
  columns,
  targets,
});
