import { exp } from "./functions";
import { at, highHalf, loadUpTo, lowHalf, present, splat, storeUpTo, sumOfLanes64 } from "./lanes";
import { idsAt } from "./workspace";

@external("host", "log")
export declare function log(x: f64): f64;

/** The exponentials of a row are computed once, and wait in `dLogits` to be scaled where the gradient is wanted. */
export function lossOfRows(
  rows: i32, classes: i32, scale: f64, logits: i32, targets: i32, dLogits: i32,
): f64 {
  let loss: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const row = at(logits + r * classes);
    const target = at(load<i32>(idsAt + at(targets + r)));
    const out: usize = dLogits < 0 ? 0 : at(dLogits + r * classes);
    const largest = largestOf(classes, row);
    const sum = exponentials(classes, row, largest, out);
    loss += log(sum) + (<f64>largest - <f64>load<f32>(row + target));
    if (dLogits < 0) continue;
    const probability = <f64>load<f32>(out + target) / sum;
    scaleRow(classes, <f32>(scale / sum), out);
    store<f32>(out + target, <f32>(scale * (probability - 1)));
  }
  return loss;
}

export function largestOf(classes: i32, row: usize): f32 {
  let most = v128.load32_splat(row);
  let from = row;
  for (const end = row + at(classes & ~3); from < end; from += 16) most = f32x4.max(most, v128.load(from));
  for (const end = row + at(classes); from < end; from += 4) most = f32x4.max(most, v128.load32_splat(from));
  const first = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  return max(first, max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
}

/** Adds four floats that are not negative to a sum in float64, so that ten thousand small ones count. */
@inline function addTo(sum: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.add(lowHalf(x), highHalf(x)));
}

/** Σ e^(logit - largest). @param out where the exponentials go; 0 for nowhere. */
export function exponentials(classes: i32, row: usize, largest: f32, out: usize): f64 {
  const most = splat(largest);
  let sum = f64x2.splat(0);
  let left = classes;
  for (; left >= 8; left -= 8, row += 32) {
    const first = exp(f32x4.sub(v128.load(row), most));
    const second = exp(f32x4.sub(v128.load(row, 16), most));
    sum = addTo(sum, f32x4.add(first, second));
    if (out == 0) continue;
    v128.store(out, first);
    v128.store(out, second, 16);
    out += 32;
  }
  for (; left > 0; left -= 4, row += 16) {
    const e = exp(f32x4.sub(loadUpTo(row, left), most));
    sum = addTo(sum, present(e, left));
    if (out == 0) continue;
    storeUpTo(out, e, left);
    out += 16;
  }
  return sumOfLanes64(sum);
}

function scaleRow(classes: i32, factor: f32, row: usize): void {
  const x = splat(factor);
  for (const end = row + at(classes & ~3); row < end; row += 16) v128.store(row, f32x4.mul(x, v128.load(row)));
  const rest = classes & 3;
  if (rest != 0) storeUpTo(row, f32x4.mul(x, loadUpTo(row, rest)), rest);
}
