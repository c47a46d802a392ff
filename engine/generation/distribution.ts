import type { FloatArray } from "../memory/arena.ts";

/**
 * Softmax of one row of logits at a temperature: p_v = exp((z_v - max z) / temperature) / Σ. The maximum is taken out first, so
 * that no exponential overflows; sums are in float64 whatever the model computes in.
 *
 * Below 1 the temperature makes the distribution more cautious, above 1 wilder; at 0 all of it is the largest logit's, the first of equal
 * ones.
 *
 * @param row of [N, V] logits @param into [V]
 * @param except an id that has no share, as if its logit were -∞: what it would have goes to the others in proportion. V is then at least 2.
 */
export function softmaxRow(
  logits: FloatArray,
  row: number,
  temperature: number,
  into: Float64Array,
  except: number | null = null,
): void {
  const from = row * into.length;
  for (let v = 0; v < into.length; v++) into[v] = logits[from + v]!;
  if (except !== null) into[except] = -Infinity;
  const best = largestOf(into);
  const largest = into[best]!;
  if (temperature === 0) {
    into.fill(0);
    into[best] = 1;
    return;
  }
  let sum = 0;
  for (let v = 0; v < into.length; v++) {
    into[v] = Math.exp((into[v]! - largest) / temperature);
    sum += into[v]!;
  }
  for (let v = 0; v < into.length; v++) into[v]! /= sum;
}

/** The first of the largest. */
function largestOf(values: Float64Array): number {
  let best = 0;
  for (let v = 1; v < values.length; v++) if (values[v]! > values[best]!) best = v;
  return best;
}

/**
 * Keeps the k most probable ids, and of equal ones the smaller ids; the others' share goes to them in proportion. In place.
 * Fan et al. (2018), "Hierarchical Neural Story Generation".
 */
export function keepTopK(probabilities: Float64Array, k: number): void {
  if (k < probabilities.length) keepFirst(probabilities, byProbability(probabilities), k);
}

/**
 * Keeps the fewest most probable ids whose probabilities sum to at least p, and of equal ones the smaller ids; the others' share goes to
 * them in proportion. At least one is kept. In place. Holtzman et al. (2020), "The Curious Case of Neural Text Degeneration".
 */
export function keepTopP(probabilities: Float64Array, p: number): void {
  if (p >= 1) return;
  const order = byProbability(probabilities);
  let [count, sum] = [0, 0];
  while (count < order.length && (count === 0 || sum < p)) sum += probabilities[order[count++]!]!;
  keepFirst(probabilities, order, count);
}

/** Ids from the most probable one down. */
function byProbability(probabilities: Float64Array): Int32Array {
  const order = Int32Array.from(probabilities, (_, id) => id);
  return order.sort((a, b) => probabilities[b]! - probabilities[a]! || a - b);
}

function keepFirst(probabilities: Float64Array, order: Int32Array, count: number): void {
  let sum = 0;
  for (const id of order.subarray(0, count)) sum += probabilities[id]!;
  for (const id of order.subarray(count)) probabilities[id] = 0;
  for (const id of order.subarray(0, count)) probabilities[id]! /= sum;
}

/**
 * The id that a uniform number falls on.
 *
 * @param uniform in [0, 1)
 */
export function draw(probabilities: Float64Array, uniform: number): number {
  let left = uniform;
  let last = 0;
  for (let v = 0; v < probabilities.length; v++) {
    if (probabilities[v] === 0) continue;
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
