import { ones, slopeOfSigmoid } from "./activations";
import { sigmoid } from "./functions";
import { at, fma, loadFour, storeUpTo } from "./lanes";

/** The rules of `reference/highway.ts`. */

export function highwayForwardOf(size: i32, transform: i32, inner: i32, input: i32, out: i32): void {
  for (let i = 0; i < size; i += 4) {
    const left = size - i, place = at(i);
    const t = sigmoid(loadFour(at(transform) + place));
    storeUpTo(at(transform) + place, t, left);
    const carried = f32x4.mul(f32x4.sub(ones(), t), loadFour(at(input) + place));
    storeUpTo(at(out) + place, fma(t, loadFour(at(inner) + place), carried), left);
  }
}

export function highwayBackwardOf(
  size: i32, transform: i32, inner: i32, input: i32, dOut: i32, dInner: i32, dInput: i32, dTransform: i32,
): void {
  for (let i = 0; i < size; i += 4) {
    const left = size - i, place = at(i);
    const t = loadFour(at(transform) + place), d = loadFour(at(dOut) + place);
    storeUpTo(at(dInner) + place, fma(d, t, loadFour(at(dInner) + place)), left);
    if (dInput >= 0) storeUpTo(at(dInput) + place, fma(d, f32x4.sub(ones(), t), loadFour(at(dInput) + place)), left);
    const change = f32x4.sub(loadFour(at(inner) + place), loadFour(at(input) + place));
    storeUpTo(at(dTransform) + place, f32x4.mul(f32x4.mul(d, change), slopeOfSigmoid(t)), left);
  }
}
