import { at, fma, highHalf, loadUpTo, lowHalf, splat, storeUpTo, sumOfLanes64 } from "./lanes";

export function fillWith(size: i32, value: f64, place: i32): void {
  if (value == 0) {
    memory.fill(at(place), 0, at(size));
    return;
  }
  const x = splat(<f32>value);
  for (let to = at(place), left = size; left > 0; left -= 4, to += 16) storeUpTo(to, x, left);
}

export function addScaledTo(size: i32, factor: f64, from: i32, to: i32): void {
  const x = splat(<f32>factor);
  for (let a = at(from), b = at(to), left = size; left > 0; left -= 4, a += 16, b += 16)
    storeUpTo(b, fma(x, loadUpTo(a, left), loadUpTo(b, left)), left);
}

export function rescaleBy(size: i32, factor: f64, place: i32): void {
  const x = splat(<f32>factor);
  for (let to = at(place), left = size; left > 0; left -= 4, to += 16) storeUpTo(to, f32x4.mul(loadUpTo(to, left), x), left);
}

/** Where a comparison is false, `pmin` and `pmax` give their first operand: NaN stays. */
export function clampOf(size: i32, bound: f64, place: i32): void {
  const high = splat(<f32>bound), low = splat(<f32>-bound);
  for (let to = at(place), left = size; left > 0; left -= 4, to += 16)
    storeUpTo(to, f32x4.pmin(f32x4.pmax(loadUpTo(to, left), low), high), left);
}

/** In float64: the square of a float32 may be beyond float32. */
export function squaresOf(size: i32, place: i32): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
  let from = at(place);
  for (const end = from + at(size & ~7); from < end; from += 32) {
    const x = v128.load(from), y = v128.load(from, 16);
    s0 = f64x2.add(s0, squares(lowHalf(x)));
    s1 = f64x2.add(s1, squares(highHalf(x)));
    s2 = f64x2.add(s2, squares(lowHalf(y)));
    s3 = f64x2.add(s3, squares(highHalf(y)));
  }
  for (let left = size & 7; left > 0; left -= 4, from += 16) {
    const x = loadUpTo(from, left);
    s0 = f64x2.add(s0, squares(lowHalf(x)));
    s1 = f64x2.add(s1, squares(highHalf(x)));
  }
  return sumOfLanes64(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
}

@inline function squares(x: v128): v128 {
  return f64x2.mul(x, x);
}

/** out (+)= a · b, element by element. */
export function multiplyInto(size: i32, a: i32, b: i32, out: i32, accumulate: i32): void {
  for (let x = at(a), y = at(b), to = at(out), left = size; left > 0; left -= 4, x += 16, y += 16, to += 16) {
    const product = f32x4.mul(loadUpTo(x, left), loadUpTo(y, left));
    storeUpTo(to, accumulate == 0 ? product : f32x4.add(loadUpTo(to, left), product), left);
  }
}
