import type { FloatArray } from "../memory/arena.ts";

/** Numbers as a network reads them. */
export interface Rows {
  /** [rows, columns], scaled. */
  readonly values: Float64Array;
  /** D: numbers of a row that are read. */
  readonly columns: number;
  /** Which of them are told, as places from 0. */
  readonly targets: readonly number[];
}

export const countOf = ({ values, columns }: Rows): number => values.length / columns;

/** Writes rows as time steps of row n of N: features [T, N, D]. */
export function writeFeatures(
  { values, columns }: Rows,
  features: FloatArray,
  from: number,
  steps: number,
  n: number,
  batch: number,
) {
  for (let t = 0; t < steps; t++)
    for (let d = 0; d < columns; d++) features[(t * batch + n) * columns + d] = values[(from + t) * columns + d]!;
}

/** Writes k rows' targets as one row of units: their columns of the first row, then of the next. @param place number of that row */
export function writeTargets(
  { values, columns, targets }: Rows,
  targetFeatures: FloatArray,
  from: number,
  horizon: number,
  place: number,
) {
  let at = place * horizon * targets.length;
  for (let j = 0; j < horizon; j++) for (const column of targets) targetFeatures[at++] = values[(from + j) * columns + column]!;
}
