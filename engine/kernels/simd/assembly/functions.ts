import { fma, nfma, splat } from "./lanes";

/**
 * e^x and tanh of four floats within 2 ulp of the true value, the sigmoid within 2.5, denormal results in ulp of denormals; infinities
 * and NaN as in float64. Polynomials: Cephes (Moshier), `expf.c` and `tanhf.c`.
 */

const log2e: f32 = 1.44269504088896341;
/** ln 2 in two parts: n · high is exact for the n that occur. */
const ln2High: f32 = 0.693359375;
const ln2Low: f32 = -2.12194440e-4;
/** Beyond these e^x is ∞, and 0. */
const overflow: f32 = 88.8;
const underflow: f32 = -104.5;

/** 2^n for whole n from -126 to 127. */
@inline function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** NaN stays NaN: `f32x4.min` and `max` hand it on. */
@inline export function exp(given: v128): v128 {
  const x = f32x4.max(f32x4.min(given, splat(overflow)), splat(underflow));
  const n = f32x4.nearest(f32x4.mul(x, splat(log2e)));
  const r = nfma(n, splat(ln2Low), nfma(n, splat(ln2High), x));
  let p = fma(splat(1.9875691500e-4), r, splat(1.3981999507e-3));
  p = fma(p, r, splat(8.3334519073e-3));
  p = fma(p, r, splat(4.1665795894e-2));
  p = fma(p, r, splat(1.6666665459e-1));
  p = fma(p, r, splat(5.0000001201e-1));
  const y = f32x4.add(fma(p, f32x4.mul(r, r), r), splat(1));
  // In two factors, for 2^n itself is not a normal float where e^x is denormal or near the largest float.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

/** 1 / (1 + e^-x), from e^-|x|, which never overflows; below zero as e^x / (1 + e^x), which keeps all its digits. */
@inline export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const above = f32x4.ge(x, splat(0));
  return f32x4.div(v128.bitselect(splat(1), e, above), f32x4.add(splat(1), e));
}

/** An odd polynomial near zero, 1 - 2 / (e^2|x| + 1) with the sign of x elsewhere. */
@inline export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const e = exp(f32x4.add(size, size));
  const far = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(e, splat(1))));
  const z = f32x4.mul(x, x);
  let p = fma(splat(-5.70498872745e-3), z, splat(2.06390887954e-2));
  p = fma(p, z, splat(-5.37397155531e-2));
  p = fma(p, z, splat(1.33314422036e-1));
  p = fma(p, z, splat(-3.33332819422e-1));
  const near = fma(f32x4.mul(p, z), x, x);
  const signed = v128.bitselect(x, far, i32x4.splat(0x80000000));
  return v128.bitselect(near, signed, f32x4.lt(size, splat(0.625)));
}
