import { fma, nfma } from "./lanes";
import { constant } from "./workspace";

/**
 * e^x and tanh of four floats within 2 ulp of the true value, the sigmoid within 2.5, denormal results in ulp of denormals; infinities
 * and NaN as in float64.
 */

@inline function one(): v128 {
  return constant(10);
}

/** 1.5 · 2²³: a float of this size has no room for a fraction, and its last bits are the whole number that was added to it. */
@inline function rounder(): v128 {
  return constant(1);
}

/** 2^n for whole n from -126 to 127. */
@inline function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, constant(22)), 23);
}

/** x log₂ e, rounded to a whole number, in the last bits of a float. */
@inline function wholePart(x: v128): v128 {
  return fma(x, constant(0), rounder());
}

/** e^(x - n ln 2), between √½ and √2. */
@inline function fractionalPart(x: v128, n: v128): v128 {
  const r = nfma(n, constant(3), nfma(n, constant(2), x));
  let p = fma(constant(4), r, constant(5));
  p = fma(p, r, constant(6));
  p = fma(p, r, constant(7));
  p = fma(p, r, constant(8));
  p = fma(p, r, constant(9));
  return f32x4.add(fma(p, f32x4.mul(r, r), r), one());
}

/** NaN stays NaN: where a comparison is false, `pmin` and `pmax` give their first operand. */
@inline export function exp(given: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(given, constant(11)), constant(12));
  const shifted = wholePart(x);
  const y = fractionalPart(x, f32x4.sub(shifted, rounder()));
  // In two factors, for 2^n itself is not a normal float where e^x is denormal or near the largest float.
  const whole = i32x4.sub(shifted, rounder());
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

/** e^x for x from 0 to 80, or NaN. */
@inline function expOfModerate(x: v128): v128 {
  const shifted = wholePart(x);
  const y = fractionalPart(x, f32x4.sub(shifted, rounder()));
  return f32x4.mul(y, powerOfTwo(i32x4.sub(shifted, rounder())));
}

/** 1 / (1 + e^-x), from e^-|x|, which never overflows; below zero as e^x / (1 + e^x), which keeps all its digits. */
@inline export function sigmoid(x: v128): v128 {
  const sign = constant(21);
  const e = exp(v128.or(x, sign));
  return f32x4.div(v128.bitselect(e, one(), i32x4.shr_s(x, 31)), f32x4.add(one(), e));
}

/** An odd polynomial near zero, 1 - 2 / (e^2|x| + 1) with the sign of x elsewhere; from 10 on it is 1 in float32. */
@inline export function tanh(x: v128): v128 {
  const sign = constant(21);
  const size = v128.andnot(x, sign);
  const e = expOfModerate(f32x4.mul(f32x4.pmin(size, constant(19)), constant(20)));
  const far = f32x4.sub(one(), f32x4.div(constant(20), f32x4.add(e, one())));
  const z = f32x4.mul(x, x);
  let p = fma(constant(13), z, constant(14));
  p = fma(p, z, constant(15));
  p = fma(p, z, constant(16));
  p = fma(p, z, constant(17));
  const near = fma(f32x4.mul(p, z), x, x);
  return v128.bitselect(near, v128.bitselect(x, far, sign), f32x4.lt(size, constant(18)));
}
