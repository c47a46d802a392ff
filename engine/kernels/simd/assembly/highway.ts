import { ones, slopeOfSigmoid } from "./activations";
import { sigmoid } from "./functions";
import { at, fma, loadUpTo, storeUpTo } from "./lanes";

/** The rules of `reference/highway.ts`. */

export function highwayForward(size: i32, transform: i32, inner: i32, input: i32, out: i32): void {
  for (let i = 0; i < size; i += 4) {
    const left = size - i, place = at(i);
    const t = sigmoid(loadUpTo(at(transform) + place, left));
    storeUpTo(at(transform) + place, t, left);
    const carried = f32x4.mul(f32x4.sub(ones(), t), loadUpTo(at(input) + place, left));
    storeUpTo(at(out) + place, fma(t, loadUpTo(at(inner) + place, left), carried), left);
  }
}

export function highwayBackward(
  size: i32, transform: i32, inner: i32, input: i32, dOut: i32, dInner: i32, dInput: i32, dTransform: i32,
): void {
  for (let i = 0; i < size; i += 4) {
    const left = size - i, place = at(i);
    const t = loadUpTo(at(transform) + place, left), d = loadUpTo(at(dOut) + place, left);
    storeUpTo(at(dInner) + place, fma(d, t, loadUpTo(at(dInner) + place, left)), left);
    if (dInput >= 0) storeUpTo(at(dInput) + place, fma(d, f32x4.sub(ones(), t), loadUpTo(at(dInput) + place, left)), left);
    const change = f32x4.sub(loadUpTo(at(inner) + place, left), loadUpTo(at(input) + place, left));
    storeUpTo(at(dTransform) + place, f32x4.mul(f32x4.mul(d, change), slopeOfSigmoid(t)), left);
  }
}
