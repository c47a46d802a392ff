import type { LookUps, Update, Weights } from "./optimizer.ts";
import { endIn, type Stretch } from "./stretch.ts";

// TensorFlow has the gradient of an embedding as a list of the rows that were looked up, where others add them up at once. Some of what
// it does with gradients treats each look-up by itself, or leaves alone the rows that none looked up.

/** What to do with the parts of a stretch of weights. */
export interface Parts {
  /** Nothing of it is looked up. */
  plain(part: Stretch, update: Update, scale: number): void;
  /** All of it lies in a matrix that is looked up in. */
  lookedUp(part: Stretch, lookUps: LookUps, update: Update, scale: number): void;
}

/** From the first weight to the last. @param part is moved from one to the next. */
export function inParts(weights: Weights, part: Stretch, parts: Parts, update: Update, scale: number): void {
  let at = weights.from;
  for (const lookUps of weights.lookUps) {
    const from = Math.max(at, lookUps.from);
    const end = endIn(weights, lookUps.from + lookUps.size);
    if (from >= end) continue;
    if (from > at) parts.plain(part.move(weights, at, from - at), update, scale);
    parts.lookedUp(part.move(weights, from, end - from), lookUps, update, scale);
    at = end;
  }
  const end = weights.from + weights.size;
  if (at < end) parts.plain(part.move(weights, at, end - at), update, scale);
}

/** Where a looked-up row begins in the arena, in an array whose place for these weights is `start`. */
export const rowIn = (weights: Weights, start: number, { from, columns }: LookUps, row: number): number =>
  start + from - weights.from + row * columns;

/** Σ of the squares of a stretch's gradients; where rows are looked up, Σ over all look-ups of the squares of each one's gradient. */
export function squaresOfLookUps(weights: Weights, from: number, size: number): number {
  const { kernels, gradients } = weights;
  const end = from + size;
  let at = from;
  let sum = 0;
  for (const lookUps of weights.lookUps) {
    if (lookUps.from < from || lookUps.from + lookUps.size > end) continue;
    sum += kernels.sumOfSquares(lookUps.from - at, gradients + at - weights.from) + squaresOfEach(weights, lookUps);
    at = lookUps.from + lookUps.size;
  }
  return sum + kernels.sumOfSquares(end - at, gradients + at - weights.from);
}

function squaresOfEach({ kernels }: Weights, lookUps: LookUps): number {
  const { columns, gradients } = lookUps;
  let sum = 0;
  for (let place = 0; place < lookUps.count(); place++)
    if (lookUps.row(place) >= 0) sum += kernels.sumOfSquares(columns, gradients + place * columns);
  return sum;
}

/** Clamps the gradient of each look-up to [-bound, bound], and adds them up to the matrix's anew. */
export function clampLookUps(weights: Weights, lookUps: LookUps, bound: number): void {
  const { kernels } = weights;
  const { columns, gradients, size } = lookUps;
  kernels.clamp(lookUps.count() * columns, bound, gradients);
  kernels.fill(size, 0, rowIn(weights, weights.gradients, lookUps, 0));
  for (let place = 0; place < lookUps.count(); place++) {
    const row = lookUps.row(place);
    if (row < 0) continue;
    kernels.addScaled(columns, 1, gradients + place * columns, rowIn(weights, weights.gradients, lookUps, row));
  }
}
