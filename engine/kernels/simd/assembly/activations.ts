import { sigmoid, tanh } from "./functions";
import { at, fma, loadFour, splat, storeUpTo } from "./lanes";
import { constant } from "./workspace";

/** In the order of their codes in `kernels/activations.ts`. */
export enum Activation {
  sigmoid,
  hardSigmoid,
  hardSigmoidKeras3,
  tanh,
  relu,
  linear,
  softsign,
}

/** 1 in all lanes. */
@inline export function ones(): v128 {
  return constant(10);
}

/** The sigmoid, which is what gates nearly always have, stands in the loop itself; others are called. */
@inline export function activated(activation: i32, x: v128): v128 {
  return activation == Activation.sigmoid ? sigmoid(x) : otherwiseActivated(activation, x);
}

/** Where a comparison is false, `pmin` and `pmax` give their first operand: NaN stays. */
export function otherwiseActivated(activation: i32, x: v128): v128 {
  if (activation == Activation.tanh) return tanh(x);
  if (activation == Activation.relu) return f32x4.pmax(x, splat(0));
  if (activation == Activation.linear) return x;
  if (activation == Activation.sigmoid) return sigmoid(x);
  if (activation == Activation.softsign) return f32x4.div(x, f32x4.add(ones(), f32x4.abs(x)));
  const half = splat(0.5);
  const line = activation == Activation.hardSigmoid ? fma(x, splat(0.2), half) : f32x4.add(f32x4.div(x, splat(6)), half);
  return f32x4.pmin(f32x4.pmax(line, splat(0)), ones());
}

/** The derivative, told from the activation's value. */
@inline export function slopeAt(activation: i32, y: v128): v128 {
  return activation == Activation.sigmoid ? slopeOfSigmoid(y) : otherSlopeAt(activation, y);
}

@inline export function slopeOfSigmoid(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(ones(), y));
}

/** 1 - tanh² = (1 - tanh) (1 + tanh), which keeps its digits near 1. */
@inline export function slopeOfTanh(y: v128): v128 {
  return f32x4.mul(f32x4.sub(ones(), y), f32x4.add(ones(), y));
}

/** A hard sigmoid is flat at its corners; relu is flat at 0. */
export function otherSlopeAt(activation: i32, y: v128): v128 {
  if (activation == Activation.tanh) return slopeOfTanh(y);
  if (activation == Activation.sigmoid) return slopeOfSigmoid(y);
  if (activation == Activation.linear) return ones();
  if (activation == Activation.softsign) return squareOf(f32x4.sub(ones(), f32x4.abs(y)));
  const above = f32x4.gt(y, splat(0));
  if (activation == Activation.relu) return v128.and(above, ones());
  const slope = activation == Activation.hardSigmoid ? splat(0.2) : splat(<f32>(1 / 6.0));
  return v128.and(v128.and(above, f32x4.lt(y, ones())), slope);
}

@inline function squareOf(x: v128): v128 {
  return f32x4.mul(x, x);
}

export function activateForwardOf(size: i32, activation: i32, x: i32, y: i32): void {
  if (activation == Activation.tanh) tanhForward(size, at(x), at(y));
  else
    for (let from = at(x), to = at(y), left = size; left > 0; left -= 4, from += 16, to += 16)
      storeUpTo(to, activated(activation, loadFour(from)), left);
}

/** That of the simple recurrent network: without a call for every four. */
function tanhForward(size: i32, from: usize, to: usize): void {
  for (let left = size; left > 0; left -= 4, from += 16, to += 16) storeUpTo(to, tanh(loadFour(from)), left);
}

export function activateBackwardOf(size: i32, activation: i32, y: i32, dy: i32, dx: i32): void {
  if (activation == Activation.tanh) tanhBackward(size, at(y), at(dy), at(dx));
  else
    for (let value = at(y), from = at(dy), to = at(dx), left = size; left > 0; left -= 4, value += 16, from += 16, to += 16)
      storeUpTo(to, f32x4.mul(loadFour(from), slopeAt(activation, loadFour(value))), left);
}

function tanhBackward(size: i32, value: usize, from: usize, to: usize): void {
  for (let left = size; left > 0; left -= 4, value += 16, from += 16, to += 16)
    storeUpTo(to, f32x4.mul(loadFour(from), slopeOfTanh(loadFour(value))), left);
}

/** dx = dy where |y| is below the bound, else 0. */
export function clampBackwardOf(size: i32, bound: f64, y: i32, dy: i32, dx: i32): void {
  const limit = splat(<f32>bound);
  for (let value = at(y), from = at(dy), to = at(dx), left = size; left > 0; left -= 4, value += 16, from += 16, to += 16)
    storeUpTo(to, v128.andnot(loadFour(from), f32x4.ge(f32x4.abs(loadFour(value)), limit)), left);
}
