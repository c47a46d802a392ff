import type { FloatArray } from "../../memory/arena.ts";

export function addScaled(x: FloatArray, size: number, factor: number, from: number, to: number): void {
  for (let i = 0; i < size; i++) x[to + i] = x[to + i] + factor * x[from + i];
}

export function rescale(x: FloatArray, size: number, factor: number, at: number): void {
  for (let i = at; i < at + size; i++) x[i] = x[i] * factor;
}

/** Comparisons with NaN are false, so NaN stays as it is and is found later. */
export function clamp(x: FloatArray, size: number, bound: number, at: number): void {
  for (let i = at; i < at + size; i++) {
    if (x[i] > bound) x[i] = bound;
    else if (x[i] < -bound) x[i] = -bound;
  }
}

export function sumOfSquares(x: FloatArray, size: number, at: number): number {
  let sum = 0;
  for (let i = at; i < at + size; i++) sum += x[i] * x[i];
  return sum;
}

export function squaredDistance(x: FloatArray, size: number, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const difference = x[a + i] - x[b + i];
    sum += difference * difference;
  }
  return sum;
}

export function indexOfLargest(x: FloatArray, size: number, at: number): number {
  let place = 0;
  let largest = -1;
  for (let i = 0; i < size; i++) {
    const magnitude = Math.abs(x[at + i]);
    if (Number.isNaN(magnitude)) return i;
    if (magnitude <= largest) continue;
    largest = magnitude;
    place = i;
  }
  return place;
}
