import type { FloatArray } from "../../memory/arena.ts";

/**
 * Σ_r ln Σ_j e^logit - logit[target], with the largest logit subtracted first, so that no exponential overflows, and from the target's too, so
 * that a small loss of large logits keeps its digits.
 */
export function softmaxCrossEntropy(
  x: FloatArray,
  ids: Int32Array,
  rows: number,
  classes: number,
  scale: number,
  logits: number,
  targets: number,
  dLogits: number,
): number {
  let loss = 0;
  for (let r = 0; r < rows; r++) {
    const row = logits + r * classes;
    const target = ids[targets + r];
    let largest = x[row];
    for (let j = 1; j < classes; j++) largest = Math.max(largest, x[row + j]);
    let sum = 0;
    for (let j = 0; j < classes; j++) sum += Math.exp(x[row + j] - largest);
    loss += Math.log(sum) + (largest - x[row + target]);
    if (dLogits < 0) continue;
    const out = dLogits + r * classes;
    const factor = scale / sum;
    for (let j = 0; j < classes; j++) x[out + j] = factor * Math.exp(x[row + j] - largest);
    x[out + target] = scale * (Math.exp(x[row + target] - largest) / sum - 1);
  }
  return loss;
}

/** Σ (y - target)², and its derivative 2 · scale · (y - target). */
export function squaredError(
  x: FloatArray,
  size: number,
  scale: number,
  outputs: number,
  targets: number,
  dOutputs: number,
): number {
  let loss = 0;
  for (let i = 0; i < size; i++) {
    const difference = x[outputs + i] - x[targets + i];
    loss += difference * difference;
    if (dOutputs >= 0) x[dOutputs + i] = 2 * scale * difference;
  }
  return loss;
}
