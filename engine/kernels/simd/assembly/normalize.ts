import { at, fma, highHalf, loadFour, loadUpTo, lowHalf, nfma, present, splat, storeUpTo, sumOfLanes64 } from "./lanes";

/** The rules of `reference/normalize.ts`: sums in float64, elements in float32. Differences beyond float32's largest are infinite. */

export function normalizeForwardOf(
  rows: i32, columns: i32, blocks: i32, epsilon: f64, gamma: i32, beta: i32, x: i32, scale: i32, y: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const row = at(x + r * columns), block = at((r % blocks) * columns);
    const mean = sum(columns, row) / <f64>columns;
    const variance = center(columns, row, mean) / <f64>columns;
    const factor = <f32>(1 / Math.sqrt(variance + epsilon));
    store<f32>(at(scale + r), factor);
    spread(columns, splat(factor), row, at(gamma) + block, at(beta) + block, at(y + r * columns));
  }
}

function sum(columns: i32, from: usize): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let left = columns; left > 0; left -= 4, from += 16) {
    const x = loadUpTo(from, left);
    low = f64x2.add(low, lowHalf(x));
    high = f64x2.add(high, highHalf(x));
  }
  return sumOfLanes64(f64x2.add(low, high));
}

/**
 * Takes the mean away, in two parts: the first difference is exact where x is near the mean, and few digits of x are left then.
 * @returns the sum of the squares of what is left.
 */
function center(columns: i32, row: usize, mean: f64): f64 {
  const most = <f32>mean;
  const first = splat(most), second = splat(<f32>(mean - <f64>most));
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let left = columns; left > 0; left -= 4, row += 16) {
    const rest = present(f32x4.sub(f32x4.sub(loadFour(row), first), second), left);
    storeUpTo(row, rest, left);
    const a = lowHalf(rest), b = highHalf(rest);
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  return sumOfLanes64(f64x2.add(low, high));
}

function spread(columns: i32, factor: v128, row: usize, gamma: usize, beta: usize, y: usize): void {
  for (let left = columns; left > 0; left -= 4, row += 16, gamma += 16, beta += 16, y += 16) {
    const normalized = f32x4.mul(loadFour(row), factor);
    storeUpTo(row, normalized, left);
    storeUpTo(y, fma(loadFour(gamma), normalized, loadFour(beta)), left);
  }
}

export function normalizeBackwardOf(
  rows: i32, columns: i32, blocks: i32, gamma: i32, normalized: i32, scale: i32, dy: i32, dx: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const row = at(r * columns), weights = at(gamma + (r % blocks) * columns);
    backRow(columns, v128.load32_splat(at(scale + r)), weights, at(normalized) + row, at(dy) + row, at(dx) + row);
  }
}

function backRow(columns: i32, factor: v128, weights: usize, normalized: usize, dy: usize, dx: usize): void {
  let sums = f64x2.splat(0), projections = f64x2.splat(0);
  let weight = weights, value = normalized, d = dy;
  for (let left = columns; left > 0; left -= 4, weight += 16, value += 16, d += 16) {
    const gradient = f32x4.mul(loadUpTo(weight, left), loadUpTo(d, left));
    const projected = f32x4.mul(gradient, loadUpTo(value, left));
    sums = f64x2.add(sums, f64x2.add(lowHalf(gradient), highHalf(gradient)));
    projections = f64x2.add(projections, f64x2.add(lowHalf(projected), highHalf(projected)));
  }
  const mean = splat(<f32>(sumOfLanes64(sums) / <f64>columns)), slope = splat(<f32>(sumOfLanes64(projections) / <f64>columns));
  for (let left = columns; left > 0; left -= 4, weights += 16, normalized += 16, dy += 16, dx += 16) {
    const gradient = f32x4.mul(loadFour(weights), loadFour(dy));
    const rest = nfma(loadFour(normalized), slope, f32x4.sub(gradient, mean));
    storeUpTo(dx, f32x4.mul(factor, rest), left);
  }
}
