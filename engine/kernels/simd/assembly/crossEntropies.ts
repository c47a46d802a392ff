import { at, fma, highHalf, loadUpTo, lowHalf, present, splat, storeUpTo, sumOfLanes64 } from "./lanes";
import { exponentials, largestOf, log } from "./losses";
import { idsAt } from "./workspace";

/** Cross-entropies of targets that are spread over classes, as in `reference/lossKernels.ts`. On the calling thread. */

export function smoothedCrossEntropy(
  rows: i32, classes: i32, scale: f64, smoothing: f64, classWeights: i32, logits: i32, targets: i32, dLogits: i32,
): f64 {
  const spread = smoothing / <f64>classes;
  const weights: usize = classWeights < 0 ? 0 : at(classWeights);
  const allWeights = sumOf(classes, weights);
  let loss: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const row = at(logits + r * classes);
    const target = at(load<i32>(idsAt + at(targets + r)));
    const out: usize = dLogits < 0 ? 0 : at(dLogits + r * classes);
    const largest = largestOf(classes, row);
    const sum = exponentials(classes, row, largest, out);
    const weight: f64 = weights == 0 ? 1 : <f64>load<f32>(weights + target);
    const ofTarget = (1 - smoothing) * weight;
    const whole = ofTarget + spread * allWeights;
    loss += whole * log(sum) + ofTarget * (<f64>largest - <f64>load<f32>(row + target));
    loss += spread * distances(classes, row, largest, weights);
    if (dLogits < 0) continue;
    const probability = <f64>load<f32>(out + target) / sum;
    combine(classes, <f32>((scale / sum) * whole), out, <f32>(-scale * spread), weights);
    store<f32>(out + target, <f32>(scale * (probability * whole - spread * weight - ofTarget)));
  }
  return loss;
}

export function distributionCrossEntropy(
  rows: i32, classes: i32, scale: f64, smoothing: f64, logits: i32, targets: i32, dLogits: i32,
): f64 {
  const spread = smoothing / <f64>classes;
  let loss: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const row = at(logits + r * classes);
    const target = at(targets + r * classes);
    const out: usize = dLogits < 0 ? 0 : at(dLogits + r * classes);
    const largest = largestOf(classes, row);
    const sum = exponentials(classes, row, largest, out);
    const whole = (1 - smoothing) * sumOf(classes, target) + smoothing;
    loss += whole * log(sum) + (1 - smoothing) * distances(classes, row, largest, target);
    if (smoothing > 0) loss += spread * distances(classes, row, largest, 0);
    if (dLogits < 0) continue;
    combine(classes, <f32>((scale / sum) * whole), out, <f32>(-scale * (1 - smoothing)), target);
    if (smoothing > 0) combine(classes, 1, out, <f32>(-scale * spread), 0);
  }
  return loss;
}

/** Σ weights; as many as there are where these are all 1, at 0. */
function sumOf(size: i32, weights: usize): f64 {
  if (weights == 0) return <f64>size;
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let left = size; left > 0; left -= 4, weights += 16) {
    const w = loadUpTo(weights, left);
    low = f64x2.add(low, lowHalf(w));
    high = f64x2.add(high, highHalf(w));
  }
  return sumOfLanes64(f64x2.add(low, high));
}

/** Σ weights · (largest - logits), in float64. @param weights 0 where all are 1. */
function distances(size: i32, row: usize, largest: f32, weights: usize): f64 {
  const most = f64x2.splat(<f64>largest);
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let left = size; left > 0; left -= 4, row += 16) {
    const z = loadUpTo(row, left);
    const w = weights == 0 ? present(splat(1), left) : loadUpTo(weights, left);
    low = f64x2.add(low, f64x2.mul(lowHalf(w), f64x2.sub(most, lowHalf(z))));
    high = f64x2.add(high, f64x2.mul(highHalf(w), f64x2.sub(most, highHalf(z))));
    if (weights != 0) weights += 16;
  }
  return sumOfLanes64(f64x2.add(low, high));
}

/** row = factor · row + other · weights. @param weights 0 where all are 1. */
function combine(size: i32, factor: f32, row: usize, other: f32, weights: usize): void {
  const x = splat(factor), y = splat(other);
  for (let left = size; left > 0; left -= 4, row += 16) {
    const part = weights == 0 ? y : f32x4.mul(y, loadUpTo(weights, left));
    storeUpTo(row, fma(x, loadUpTo(row, left), part), left);
    if (weights != 0) weights += 16;
  }
}
