import { at, fma, loadUpTo, nfma, splat, storeUpTo } from "./lanes";

/** The rules of `reference/updates.ts`: the factor of clipping is multiplied in where a gradient is read. */

export function sgdOf(size: i32, learningRate: f64, scale: f64, values: i32, gradients: i32): void {
  const factor = splat(<f32>(learningRate * scale));
  for (let w = at(values), dw = at(gradients), left = size; left > 0; left -= 4, w += 16, dw += 16)
    storeUpTo(w, nfma(factor, loadUpTo(dw, left), loadUpTo(w, left)), left);
}

export function sgdMomentumOf(
  size: i32, learningRate: f64, scale: f64, momentum: f64, nesterov: i32, values: i32, gradients: i32, velocity: i32,
): void {
  const rate = splat(<f32>learningRate), factor = splat(<f32>scale), kept = splat(<f32>momentum);
  let w = at(values), dw = at(gradients), v = at(velocity);
  for (let left = size; left > 0; left -= 4, w += 16, dw += 16, v += 16) {
    const gradient = f32x4.mul(factor, loadUpTo(dw, left));
    const speed = fma(kept, loadUpTo(v, left), gradient);
    storeUpTo(v, speed, left);
    storeUpTo(w, nfma(rate, nesterov == 0 ? speed : fma(kept, speed, gradient), loadUpTo(w, left)), left);
  }
}

export function adamOf(
  size: i32, learningRate: f64, scale: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64,
  values: i32, gradients: i32, m: i32, v: i32,
): void {
  const rate = splat(<f32>(learningRate / correction1)), root = splat(<f32>(1 / Math.sqrt(correction2)));
  const factor = splat(<f32>scale), outside = splat(<f32>epsilon);
  const kept1 = splat(<f32>beta1), new1 = splat(<f32>(1 - beta1)), kept2 = splat(<f32>beta2), new2 = splat(<f32>(1 - beta2));
  let w = at(values), dw = at(gradients), first = at(m), second = at(v);
  for (let left = size; left > 0; left -= 4, w += 16, dw += 16, first += 16, second += 16) {
    const gradient = f32x4.mul(factor, loadUpTo(dw, left));
    const mean = fma(kept1, loadUpTo(first, left), f32x4.mul(new1, gradient));
    const square = fma(kept2, loadUpTo(second, left), f32x4.mul(f32x4.mul(new2, gradient), gradient));
    storeUpTo(first, mean, left);
    storeUpTo(second, square, left);
    const step = f32x4.div(f32x4.mul(rate, mean), fma(f32x4.sqrt(square), root, outside));
    storeUpTo(w, f32x4.sub(loadUpTo(w, left), step), left);
  }
}

export function rmspropOf(
  size: i32, learningRate: f64, scale: f64, decay: f64, inside: f64, outside: f64, values: i32, gradients: i32, squares: i32,
): void {
  addSquares(size, learningRate, scale, <f32>decay, <f32>(1 - decay), <f32>inside, <f32>outside, values, gradients, squares);
}

export function adagradOf(
  size: i32, learningRate: f64, scale: f64, inside: f64, outside: f64, values: i32, gradients: i32, sums: i32,
): void {
  addSquares(size, learningRate, scale, 1, 1, <f32>inside, <f32>outside, values, gradients, sums);
}

/** s = kept · s + fresh · (scale · dw)²; w -= learningRate · scale · dw / (√(s + inside) + outside) */
function addSquares(
  size: i32, learningRate: f64, scale: f64, kept: f32, fresh: f32, inside: f32, outside: f32, values: i32, gradients: i32, sums: i32,
): void {
  const rate = splat(<f32>learningRate), factor = splat(<f32>scale);
  let w = at(values), dw = at(gradients), s = at(sums);
  for (let left = size; left > 0; left -= 4, w += 16, dw += 16, s += 16) {
    const gradient = f32x4.mul(factor, loadUpTo(dw, left));
    const sum = fma(splat(kept), loadUpTo(s, left), f32x4.mul(f32x4.mul(splat(fresh), gradient), gradient));
    storeUpTo(s, sum, left);
    const root = f32x4.add(f32x4.sqrt(f32x4.add(sum, splat(inside))), splat(outside));
    storeUpTo(w, f32x4.sub(loadUpTo(w, left), f32x4.div(f32x4.mul(rate, gradient), root)), left);
  }
}
