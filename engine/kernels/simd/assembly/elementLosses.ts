import { exp, sigmoid } from "./functions";
import { at, highHalf, loadUpTo, lowHalf, present, splat, storeUpTo, sumOfLanes64 } from "./lanes";
import { log } from "./losses";
import { constant } from "./workspace";

/** Losses of single numbers, as in `reference/lossKernels.ts`. On the calling thread. */

/** The sign's bit. */
@inline function sign(): v128 {
  return constant(21);
}

export function absoluteError(size: i32, scale: f64, outputs: i32, targets: i32, dOutputs: i32): f64 {
  const factor = splat(<f32>scale);
  let low = f64x2.splat(0), high = f64x2.splat(0);
  let out: usize = dOutputs < 0 ? 0 : at(dOutputs);
  for (let x = at(outputs), y = at(targets), left = size; left > 0; left -= 4, x += 16, y += 16) {
    const u = loadUpTo(x, left), v = loadUpTo(y, left);
    // In float64: a float32's difference may be beyond float32.
    low = f64x2.add(low, f64x2.abs(f64x2.sub(lowHalf(u), lowHalf(v))));
    high = f64x2.add(high, f64x2.abs(f64x2.sub(highHalf(u), highHalf(v))));
    if (dOutputs < 0) continue;
    const slope = v128.xor(factor, v128.and(f32x4.lt(u, v), sign()));
    storeUpTo(out, v128.and(slope, f32x4.ne(u, v)), left);
    out += 16;
  }
  return sumOfLanes64(f64x2.add(low, high));
}

export function binaryCrossEntropy(size: i32, scale: f64, logits: i32, targets: i32, dLogits: i32): f64 {
  const factor = splat(<f32>scale);
  let loss: f64 = 0;
  let out: usize = dLogits < 0 ? 0 : at(dLogits);
  for (let x = at(logits), y = at(targets), left = size; left > 0; left -= 4, x += 16, y += 16) {
    const z = loadUpTo(x, left), target = loadUpTo(y, left);
    loss += farPart(z, target) + nearPart(exp(v128.or(z, sign())), left);
    if (dLogits < 0) continue;
    storeUpTo(out, f32x4.mul(factor, f32x4.sub(sigmoid(z), target)), left);
    out += 16;
  }
  return loss;
}

/** Σ max(z, 0) - z · target; 0 in the lanes where both are. */
@inline function farPart(z: v128, target: v128): f64 {
  const low = farOf(lowHalf(z), lowHalf(target)), high = farOf(highHalf(z), highHalf(target));
  return sumOfLanes64(f64x2.add(low, high));
}

@inline function farOf(z: v128, target: v128): v128 {
  return f64x2.sub(f64x2.max(z, f64x2.splat(0)), f64x2.mul(z, target));
}

/** Σ ln(1 + e), of four numbers at one logarithm: their product is at most 16. */
@inline function nearPart(e: v128, count: i32): f64 {
  const used = present(e, count);
  const one = f64x2.splat(1);
  const product = f64x2.mul(f64x2.add(one, lowHalf(used)), f64x2.add(one, highHalf(used)));
  return log(f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1));
}
