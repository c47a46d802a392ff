import type { FloatArray } from "../../memory/arena.ts";
import { sigmoid } from "./gates.ts";

/** t = σ(z), in place; y = t · f + (1 - t) · x. Srivastava, Greff and Schmidhuber, 2015. */
export function highwayForward(x: FloatArray, size: number, transform: number, inner: number, input: number, out: number): void {
  for (let i = 0; i < size; i++) {
    const t = sigmoid(x[transform + i]);
    x[transform + i] = t;
    x[out + i] = t * x[inner + i] + (1 - t) * x[input + i];
  }
}

/** df += dy · t; dx += dy · (1 - t); dz = dy · (f - x) · t (1 - t). */
export function highwayBackward(
  x: FloatArray,
  size: number,
  transform: number,
  inner: number,
  input: number,
  dOut: number,
  dInner: number,
  dInput: number,
  dTransform: number,
): void {
  for (let i = 0; i < size; i++) {
    const t = x[transform + i];
    const d = x[dOut + i];
    x[dInner + i] = x[dInner + i] + d * t;
    if (dInput >= 0) x[dInput + i] = x[dInput + i] + d * (1 - t);
    x[dTransform + i] = d * (x[inner + i] - x[input + i]) * t * (1 - t);
  }
}
