import { at, fma, loadUpTo, nfma, splat, storeUpTo } from "./lanes";

/**
 * The rules of `reference/updates.ts`: the factor of clipping is multiplied in where a gradient is read. Those with everything that an
 * option may add are loops of their own, so that the plain ones, which most training takes, do no more than they did without.
 */

/** The gradient with the penalty's: scale · dw + l2 · w. */
@inline function penalized(factor: v128, l2: v128, dw: usize, w: usize, left: i32): v128 {
  return fma(l2, loadUpTo(w, left), f32x4.mul(factor, loadUpTo(dw, left)));
}

/** fresh · g², or fresh · scale² · what stands for dw². @param given where that lies, if it `stands` */
@inline function squareOf(fresh: v128, gradient: v128, factor: v128, stands: bool, given: usize, left: i32): v128 {
  if (!stands) return f32x4.mul(f32x4.mul(fresh, gradient), gradient);
  return f32x4.mul(f32x4.mul(f32x4.mul(fresh, factor), factor), loadUpTo(given, left));
}

@inline export function sgdOf(size: i32, learningRate: f64, scale: f64, l2: f64, values: i32, gradients: i32): void {
  if (l2 == 0) plainSgdOf(size, learningRate, scale, values, gradients);
  else penalizedSgdOf(size, learningRate, scale, l2, values, gradients);
}

function plainSgdOf(size: i32, learningRate: f64, scale: f64, values: i32, gradients: i32): void {
  const factor = splat(<f32>(learningRate * scale));
  for (let w = at(values), dw = at(gradients), left = size; left > 0; left -= 4, w += 16, dw += 16)
    storeUpTo(w, nfma(factor, loadUpTo(dw, left), loadUpTo(w, left)), left);
}

function penalizedSgdOf(size: i32, learningRate: f64, scale: f64, l2: f64, values: i32, gradients: i32): void {
  const rate = splat(<f32>learningRate), factor = splat(<f32>scale), decay = splat(<f32>l2);
  for (let w = at(values), dw = at(gradients), left = size; left > 0; left -= 4, w += 16, dw += 16)
    storeUpTo(w, nfma(rate, penalized(factor, decay, dw, w, left), loadUpTo(w, left)), left);
}

@inline export function sgdMomentumOf(
  size: i32, learningRate: f64, scale: f64, momentum: f64, nesterov: i32, l2: f64, values: i32, gradients: i32, velocity: i32,
): void {
  if (l2 == 0) plainMomentumOf(size, learningRate, scale, momentum, nesterov, values, gradients, velocity);
  else penalizedMomentumOf(size, learningRate, scale, momentum, nesterov, l2, values, gradients, velocity);
}

function plainMomentumOf(
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

function penalizedMomentumOf(
  size: i32, learningRate: f64, scale: f64, momentum: f64, nesterov: i32, l2: f64, values: i32, gradients: i32, velocity: i32,
): void {
  const rate = splat(<f32>learningRate), factor = splat(<f32>scale), kept = splat(<f32>momentum), decay = splat(<f32>l2);
  let w = at(values), dw = at(gradients), v = at(velocity);
  for (let left = size; left > 0; left -= 4, w += 16, dw += 16, v += 16) {
    const gradient = penalized(factor, decay, dw, w, left);
    const speed = fma(kept, loadUpTo(v, left), gradient);
    storeUpTo(v, speed, left);
    storeUpTo(w, nfma(rate, nesterov == 0 ? speed : fma(kept, speed, gradient), loadUpTo(w, left)), left);
  }
}

@inline export function adamOf(
  size: i32, learningRate: f64, scale: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64, l2: f64,
  values: i32, gradients: i32, m: i32, v: i32, largest: i32, lookUps: i32,
): void {
  if (l2 == 0 && largest < 0 && lookUps < 0)
    plainAdamOf(size, learningRate, scale, beta1, beta2, epsilon, correction1, correction2, values, gradients, m, v);
  else
    anyAdamOf(
      size, learningRate, scale, beta1, beta2, epsilon, correction1, correction2, l2, values, gradients, m, v, largest, lookUps,
    );
}

function plainAdamOf(
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

function anyAdamOf(
  size: i32, learningRate: f64, scale: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64, l2: f64,
  values: i32, gradients: i32, m: i32, v: i32, largest: i32, lookUps: i32,
): void {
  const rate = splat(<f32>(learningRate / correction1)), root = splat(<f32>(1 / Math.sqrt(correction2)));
  const factor = splat(<f32>scale), outside = splat(<f32>epsilon), decay = splat(<f32>l2);
  const kept1 = splat(<f32>beta1), new1 = splat(<f32>(1 - beta1)), kept2 = splat(<f32>beta2), new2 = splat(<f32>(1 - beta2));
  let w = at(values), dw = at(gradients), first = at(m), second = at(v), most = at(largest), given = at(lookUps);
  for (let left = size; left > 0; left -= 4, w += 16, dw += 16, first += 16, second += 16, most += 16, given += 16) {
    const gradient = penalized(factor, decay, dw, w, left);
    const mean = fma(kept1, loadUpTo(first, left), f32x4.mul(new1, gradient));
    const square = fma(kept2, loadUpTo(second, left), squareOf(new2, gradient, factor, lookUps >= 0, given, left));
    storeUpTo(first, mean, left);
    storeUpTo(second, square, left);
    let under = square;
    if (largest >= 0) {
      under = f32x4.max(loadUpTo(most, left), square);
      storeUpTo(most, under, left);
    }
    const step = f32x4.div(f32x4.mul(rate, mean), fma(f32x4.sqrt(under), root, outside));
    storeUpTo(w, f32x4.sub(loadUpTo(w, left), step), left);
  }
}

@inline export function rmspropOf(
  size: i32, outer: f64, inner: f64, scale: f64, decay: f64, inside: f64, outside: f64, momentum: f64, l2: f64,
  values: i32, gradients: i32, squares: i32, means: i32, velocity: i32, lookUps: i32,
): void {
  if (outer == 1 && l2 == 0 && means < 0 && velocity < 0 && lookUps < 0)
    addSquares(size, inner, scale, <f32>decay, <f32>(1 - decay), <f32>inside, <f32>outside, values, gradients, squares);
  else
    anyRmspropOf(
      size, outer, inner, scale, decay, inside, outside, momentum, l2, values, gradients, squares, means, velocity, lookUps,
    );
}

function anyRmspropOf(
  size: i32, outer: f64, inner: f64, scale: f64, decay: f64, inside: f64, outside: f64, momentum: f64, l2: f64,
  values: i32, gradients: i32, squares: i32, means: i32, velocity: i32, lookUps: i32,
): void {
  const rate = splat(<f32>outer), begun = splat(<f32>inner), factor = splat(<f32>scale), penalty = splat(<f32>l2);
  const kept = splat(<f32>decay), fresh = splat(<f32>(1 - decay)), going = splat(<f32>momentum);
  let w = at(values), dw = at(gradients), s = at(squares), a = at(means), b = at(velocity), given = at(lookUps);
  for (let left = size; left > 0; left -= 4, w += 16, dw += 16, s += 16, a += 16, b += 16, given += 16) {
    const gradient = penalized(factor, penalty, dw, w, left);
    const square = fma(kept, loadUpTo(s, left), squareOf(fresh, gradient, factor, lookUps >= 0, given, left));
    storeUpTo(s, square, left);
    let under = f32x4.add(square, splat(<f32>inside));
    if (means >= 0) {
      const mean = fma(kept, loadUpTo(a, left), f32x4.mul(fresh, gradient));
      storeUpTo(a, mean, left);
      under = f32x4.max(nfma(mean, mean, under), splat(0));
    }
    let step = f32x4.div(f32x4.mul(begun, gradient), f32x4.add(f32x4.sqrt(under), splat(<f32>outside)));
    if (velocity >= 0) {
      step = fma(going, loadUpTo(b, left), step);
      storeUpTo(b, step, left);
    }
    storeUpTo(w, nfma(rate, step, loadUpTo(w, left)), left);
  }
}

@inline export function adagradOf(
  size: i32, learningRate: f64, scale: f64, inside: f64, outside: f64, l2: f64, values: i32, gradients: i32, sums: i32, lookUps: i32,
): void {
  if (l2 == 0 && lookUps < 0)
    addSquares(size, learningRate, scale, 1, 1, <f32>inside, <f32>outside, values, gradients, sums);
  else anyAdagradOf(size, learningRate, scale, inside, outside, l2, values, gradients, sums, lookUps);
}

function anyAdagradOf(
  size: i32, learningRate: f64, scale: f64, inside: f64, outside: f64, l2: f64, values: i32, gradients: i32, sums: i32, lookUps: i32,
): void {
  const rate = splat(<f32>learningRate), factor = splat(<f32>scale), decay = splat(<f32>l2);
  let w = at(values), dw = at(gradients), s = at(sums), given = at(lookUps);
  for (let left = size; left > 0; left -= 4, w += 16, dw += 16, s += 16, given += 16) {
    const gradient = penalized(factor, decay, dw, w, left);
    const sum = f32x4.add(loadUpTo(s, left), squareOf(splat(1), gradient, factor, lookUps >= 0, given, left));
    storeUpTo(s, sum, left);
    const root = f32x4.add(f32x4.sqrt(f32x4.add(sum, splat(<f32>inside))), splat(<f32>outside));
    storeUpTo(w, f32x4.sub(loadUpTo(w, left), f32x4.div(f32x4.mul(rate, gradient), root)), left);
  }
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
