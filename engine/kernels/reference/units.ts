import type { FloatArray } from "../../memory/arena.ts";

/** Element `index` of an array that may be absent (offset -1). */
export function elementOr(x: FloatArray, offset: number, index: number, absent: number): number {
  return offset < 0 ? absent : x[offset + index];
}

/** Within [-bound, bound]; NaN stays NaN. */
export function clip(value: number, bound: number): number {
  return value > bound ? bound : value < -bound ? -bound : value;
}

/** As an arena of that kind holds it. */
export function storedIn(x: FloatArray, value: number): number {
  return x instanceof Float32Array ? Math.fround(value) : value;
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

/** dx = dy where |y| is below the bound, else 0: the derivative of `clamp`, told from its result. */
export function clampBackward(x: FloatArray, size: number, bound: number, y: number, dy: number, dx: number): void {
  const stored = storedIn(x, bound);
  for (let i = 0; i < size; i++) x[dx + i] = Math.abs(x[y + i]) >= stored ? 0 : x[dy + i];
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
