import { exp } from "./functions";
import { at, highHalf, loadUpTo, lowHalf, splat, storeUpTo, sumOfLanes64 } from "./lanes";
import { idsAt } from "./workspace";

@external("host", "log")
declare function log(x: f64): f64;

/** The exponentials of a row are computed once, and wait in `dLogits` to be scaled where the gradient is wanted. */
export function softmaxCrossEntropy(
  rows: i32, classes: i32, scale: f64, logits: i32, targets: i32, dLogits: i32,
): f64 {
  let loss: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const row = at(logits + r * classes);
    const target = at(load<i32>(idsAt + at(targets + r)));
    const out: usize = dLogits < 0 ? 0 : at(dLogits + r * classes);
    const largest = largestOf(classes, row);
    const sum = dLogits < 0 ? sumOfExponentials(classes, row, largest) : exponentials(classes, row, largest, out);
    loss += log(sum) + <f64>largest - <f64>load<f32>(row + target);
    if (dLogits < 0) continue;
    const probability = <f64>load<f32>(out + target) / sum;
    scaleRow(classes, <f32>(scale / sum), out);
    store<f32>(out + target, <f32>(scale * (probability - 1)));
  }
  return loss;
}

function largestOf(classes: i32, row: usize): f32 {
  let most = v128.load32_splat(row);
  let from = row;
  for (const end = row + at(classes & ~3); from < end; from += 16) most = f32x4.max(most, v128.load(from));
  for (const end = row + at(classes); from < end; from += 4) most = f32x4.max(most, v128.load32_splat(from));
  const first = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  return max(first, max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
}

/** 1 in the lanes below `count`, for what a sum must leave out: e^0 of an absent lane is not 0. */
@inline function present(x: v128, count: i32): v128 {
  return v128.and(x, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count)));
}

/** Σ e^(logit - largest), in float64, so that ten thousand small ones count. */
function sumOfExponentials(classes: i32, row: usize, largest: f32): f64 {
  let sum = f64x2.splat(0);
  for (let left = classes; left > 0; left -= 4, row += 16) {
    const e = present(exp(f32x4.sub(loadUpTo(row, left), splat(largest))), left);
    sum = f64x2.add(sum, f64x2.add(lowHalf(e), highHalf(e)));
  }
  return sumOfLanes64(sum);
}

function exponentials(classes: i32, row: usize, largest: f32, out: usize): f64 {
  let sum = f64x2.splat(0);
  for (let left = classes; left > 0; left -= 4, row += 16, out += 16) {
    const e = present(exp(f32x4.sub(loadUpTo(row, left), splat(largest))), left);
    sum = f64x2.add(sum, f64x2.add(lowHalf(e), highHalf(e)));
    storeUpTo(out, e, left);
  }
  return sumOfLanes64(sum);
}

function scaleRow(classes: i32, factor: f32, row: usize): void {
  for (let left = classes; left > 0; left -= 4, row += 16) storeUpTo(row, f32x4.mul(splat(factor), loadUpTo(row, left)), left);
}
