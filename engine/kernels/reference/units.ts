import type { FloatArray } from "../../memory/arena.ts";

/** Element `index` of an array that may be absent (offset -1). */
export function elementOr(x: FloatArray, offset: number, index: number, absent: number): number {
  return offset < 0 ? absent : x[offset + index];
}

/** Within [-bound, bound]; NaN stays NaN. */
export function clip(value: number, bound: number): number {
  return value > bound ? bound : value < -bound ? -bound : value;
}

export function activate(x: FloatArray, size: number, activation: (x: number) => number, from: number, to: number): void {
  for (let i = 0; i < size; i++) x[to + i] = activation(x[from + i]);
}

/** dx = dy · slope, which is told from the activation's value y. */
export function activateBackward(
  x: FloatArray,
  size: number,
  slope: (y: number) => number,
  y: number,
  dy: number,
  dx: number,
): void {
  for (let i = 0; i < size; i++) x[dx + i] = x[dy + i] * slope(x[y + i]);
}

/** sums[j] += Σ_r a[r, j] · b[r, j] */
export function columnProducts(
  x: FloatArray,
  rows: number,
  columns: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  sums: number,
): void {
  for (let r = 0; r < rows; r++)
    for (let j = 0; j < columns; j++) x[sums + j] = x[sums + j] + x[a + r * lda + j] * x[b + r * ldb + j];
}
