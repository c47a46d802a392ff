import { at, loadUpTo, splat } from "./lanes";

/** First the largest magnitude, then its first place. A maximum with NaN is NaN, so that NaN is the largest of all. */
export function indexOfLargest(size: i32, place: i32): i32 {
  const most = largestMagnitude(size, at(place));
  for (let i = 0; i < size; i += 4) {
    const x = loadUpTo(at(place + i), size - i);
    const matching = isNaN(most) ? f32x4.ne(x, x) : f32x4.eq(f32x4.abs(x), splat(most));
    if (v128.any_true(matching)) return i + ctz(i32x4.bitmask(matching));
  }
  return 0;
}

function largestMagnitude(size: i32, from: usize): f32 {
  let most = splat(0);
  for (let left = size; left > 0; left -= 4, from += 16) most = f32x4.max(most, f32x4.abs(loadUpTo(from, left)));
  const first = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  return max(first, max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
}
