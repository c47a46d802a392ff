import type { FloatArray } from "../memory/arena.ts";

/**
 * Softmax of one row of logits at a temperature: p_v = exp((z_v - max z) / temperature) / Σ. The maximum is taken out first, so
 * that no exponential overflows; sums are in float64 whatever the model computes in.
 *
 * @param row of [N, V] logits @param into [V]
 */
export function softmaxRow(logits: FloatArray, row: number, temperature: number, into: Float64Array): void {
  const from = row * into.length;
  let largest = -Infinity;
  for (let v = 0; v < into.length; v++) largest = Math.max(largest, logits[from + v]!);
  let sum = 0;
  for (let v = 0; v < into.length; v++) {
    into[v] = Math.exp((logits[from + v]! - largest) / temperature);
    sum += into[v]!;
  }
  for (let v = 0; v < into.length; v++) into[v]! /= sum;
}

/**
 * The id that a uniform number falls on.
 *
 * @param uniform in [0, 1) @param except an id that is never drawn: its share goes to the others in proportion
 */
export function draw(probabilities: Float64Array, uniform: number, except: number | null): number {
  let left = uniform * (1 - (except === null ? 0 : probabilities[except]!));
  let last = 0;
  for (let v = 0; v < probabilities.length; v++) {
    if (v === except || probabilities[v] === 0) continue;
    left -= probabilities[v]!;
    if (left < 0) return v;
    last = v;
  }
  // Rounding can leave a little over: it belongs to the last id that has any probability.
  return last;
}

/** 1 for the most probable id, and so on; of equal ones the smaller id comes first. */
export function rankOf(probabilities: Float64Array, id: number): number {
  const own = probabilities[id]!;
  let before = 0;
  for (let v = 0; v < probabilities.length; v++) {
    if (probabilities[v]! > own || (probabilities[v] === own && v < id)) before++;
  }
  return before + 1;
}
