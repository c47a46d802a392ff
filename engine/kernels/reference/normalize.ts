import type { FloatArray } from "../../memory/arena.ts";

/**
 * Layer normalization, Ba, Kiros and Hinton, 2016, formulas 3 and 4: x̂ = (x - mean) / √(variance + ε), y = γ · x̂ + β. The variance is the
 * mean square of what is left of x without its mean.
 */
export function normalizeForward(
  x: FloatArray,
  rows: number,
  columns: number,
  blocks: number,
  epsilon: number,
  gamma: number,
  beta: number,
  values: number,
  scale: number,
  y: number,
): void {
  for (let r = 0; r < rows; r++) {
    const row = values + r * columns;
    const block = (r % blocks) * columns;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += x[row + j];
    const mean = sum / columns;
    let squares = 0;
    for (let j = 0; j < columns; j++) squares += (x[row + j] - mean) * (x[row + j] - mean);
    const factor = 1 / Math.sqrt(squares / columns + epsilon);
    x[scale + r] = factor;
    for (let j = 0; j < columns; j++) {
      const normalized = (x[row + j] - mean) * factor;
      x[row + j] = normalized;
      x[y + r * columns + j] = x[gamma + block + j] * normalized + x[beta + block + j];
    }
  }
}

/**
 * From ∂x̂_k/∂x_j = scale · ([j = k] - 1/H - x̂_j x̂_k / H), with dx̂ = γ · dy:
 *
 *     dx = scale · (dx̂ - mean(dx̂) - x̂ · mean(dx̂ · x̂))
 */
export function normalizeBackward(
  x: FloatArray,
  rows: number,
  columns: number,
  blocks: number,
  gamma: number,
  normalized: number,
  scale: number,
  dy: number,
  dx: number,
): void {
  for (let r = 0; r < rows; r++) {
    const at = r * columns;
    const weights = gamma + (r % blocks) * columns;
    let sum = 0;
    let projected = 0;
    for (let j = 0; j < columns; j++) {
      const gradient = x[weights + j] * x[dy + at + j];
      sum += gradient;
      projected += gradient * x[normalized + at + j];
    }
    const mean = sum / columns;
    const slope = projected / columns;
    for (let j = 0; j < columns; j++)
      x[dx + at + j] = x[scale + r] * (x[weights + j] * x[dy + at + j] - mean - x[normalized + at + j] * slope);
  }
}
