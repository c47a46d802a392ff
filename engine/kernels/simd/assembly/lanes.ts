/** Four float32 at once. What ends before a multiple of four is done with fewer lanes of the same instructions, so it has the same bits. */

/** Bytes of four floats, and of one. */
export const four: usize = 16;
export const one: usize = 4;

/** Address of an element of the arena. */
@inline export function at(offset: i32): usize {
  return (<usize>offset) << 2;
}

/** a · b + c: rounded once where relaxed SIMD is, twice where it is not. */
@inline export function fma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** c - a · b */
@inline export function nfma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_nmadd(a, b, c) : f32x4.sub(c, f32x4.mul(a, b));
}

@inline export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** The first 1, 2 or 3 floats; the other lanes are 0. */
@inline export function loadSome(from: usize, count: i32): v128 {
  if (count == 1) return v128.load32_zero(from);
  const two = v128.load64_zero(from);
  return count == 2 ? two : v128.load_lane<f32>(from, two, 2, 8);
}

@inline export function storeSome(to: usize, x: v128, count: i32): void {
  if (count == 1) {
    v128.store_lane<f32>(to, x, 0);
    return;
  }
  v128.store_lane<f64>(to, x, 0);
  if (count == 3) v128.store_lane<f32>(to, x, 2, 8);
}

/** Four floats, the last of them perhaps behind a row's end: what comes of those is not stored. Behind the arena is memory enough. */
@inline export function loadFour(from: usize): v128 {
  return v128.load(from);
}

/** All four lanes where `count` is 4 or more. */
@inline export function loadUpTo(from: usize, count: i32): v128 {
  return count >= 4 ? v128.load(from) : loadSome(from, count);
}

@inline export function storeUpTo(to: usize, x: v128, count: i32): void {
  if (count >= 4) v128.store(to, x);
  else storeSome(to, x, count);
}

/** 0 in the lanes from `count` on, for what a sum must leave out. */
@inline export function present(x: v128, count: i32): v128 {
  return v128.and(x, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count)));
}

/** The sum of all lanes, always in the same order. */
@inline export function sumOfLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

@inline export function sumOfLanes64(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** The two halves as float64. */
@inline export function lowHalf(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

@inline export function highHalf(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
}
