import {
  activated, Activation, otherSlopeAt, otherwiseActivated, slopeAt, slopeOfSigmoid, slopeOfTanh,
} from "./activations";
import { sigmoid, tanh } from "./functions";
import { splat } from "./lanes";

/**
 * What a loop over units is compiled for. `Plain`: sigmoids and tanh of sums without bounds, for which it calls nothing; `Any`: every
 * activation, and bounds. They are types, which are known when a loop is compiled, and not values, which the compiler would merge again.
 */
export type Plain = bool;
export type Any = i32;

@inline function isPlain<Loop>(): bool {
  return isBoolean<Loop>();
}

/** Whether gates are what they nearly always are. */
@inline export function plainGates(activation: i32, gateClip: f64): bool {
  return activation == Activation.sigmoid && gateClip == Infinity;
}

/** And candidates and states that are read. */
@inline export function isTanh(activation: i32): bool {
  return activation == Activation.tanh;
}

/** From -high to high. NaN stays, and at ∞ everything, bit by bit. */
@inline export function clipped(x: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.neg(high)), high);
}

/** @param reach bound of the sum. */
@inline export function gateOf<Loop>(activation: i32, sum: v128, reach: v128): v128 {
  return isPlain<Loop>() ? sigmoid(sum) : activated(activation, clipped(sum, reach));
}

@inline export function candidateOf<Loop>(activation: i32, sum: v128, reach: v128): v128 {
  return isPlain<Loop>() ? tanh(sum) : readOf<Loop>(activation, clipped(sum, reach));
}

@inline export function readOf<Loop>(activation: i32, state: v128): v128 {
  if (isPlain<Loop>()) return tanh(state);
  return activation == Activation.tanh ? tanh(state) : otherwiseActivated(activation, state);
}

/** The value at a bound of the sums; NaN, which nothing reaches, where there is no bound. */
@inline export function limitOf<Loop>(activation: i32, bound: f64): v128 {
  return isPlain<Loop>() || Math.abs(bound) == Infinity ? splat(NaN) : otherwiseActivated(activation, splat(<f32>bound));
}

/** The derivative told from the value: 0 where that has reached one of those at the bounds, as it has where the sum was clipped. */
@inline export function slopeOfGate<Loop>(activation: i32, y: v128, lowest: v128, highest: v128): v128 {
  return isPlain<Loop>() ? slopeOfSigmoid(y) : unlessAtBound(slopeAt(activation, y), y, lowest, highest);
}

@inline export function slopeOfCandidate<Loop>(activation: i32, y: v128, lowest: v128, highest: v128): v128 {
  return isPlain<Loop>() ? slopeOfTanh(y) : unlessAtBound(slopeOfRead<Loop>(activation, y), y, lowest, highest);
}

@inline export function slopeOfRead<Loop>(activation: i32, y: v128): v128 {
  if (isPlain<Loop>()) return slopeOfTanh(y);
  return activation == Activation.tanh ? slopeOfTanh(y) : otherSlopeAt(activation, y);
}

@inline function unlessAtBound(slope: v128, y: v128, lowest: v128, highest: v128): v128 {
  return v128.andnot(slope, v128.or(f32x4.le(y, lowest), f32x4.ge(y, highest)));
}
