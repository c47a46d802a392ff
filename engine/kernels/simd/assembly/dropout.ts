import { at, splat, storeUpTo } from "./lanes";

/**
 * Bit for bit the mask of `reference/sequences.ts`: element i is decided by the i-th word of splitmix32, four words at a time.
 * @param first of the elements that are drawn, which begin at `place`.
 */
export function dropoutMaskFrom(first: i32, size: i32, rate: f64, seed: i32, place: i32): void {
  const kept = splat(<f32>(1 / (1 - rate)));
  // A word w drops its element where w / 2³² < rate: where w is below so many.
  const dropping = <i64>Math.ceil(rate * 4294967296);
  const below = i32x4.splat(<i32>dropping), all = i32x4.splat(dropping > 0xffffffff ? -1 : 0);
  let counter = i32x4.add(i32x4.splat(seed + first * increment), i32x4.mul(i32x4(1, 2, 3, 4), i32x4.splat(increment)));
  for (let to = at(place), left = size; left > 0; left -= 4, to += 16) {
    const dropped = v128.or(i32x4.lt_u(mixed(counter), below), all);
    storeUpTo(to, v128.andnot(kept, dropped), left);
    counter = i32x4.add(counter, i32x4.splat(4 * increment));
  }
}

const increment: i32 = 0x9e3779b9;

@inline function mixed(counter: v128): v128 {
  let word = i32x4.mul(v128.xor(counter, i32x4.shr_u(counter, 16)), i32x4.splat(0x21f0aaad));
  word = i32x4.mul(v128.xor(word, i32x4.shr_u(word, 15)), i32x4.splat(0x735a2d97));
  return v128.xor(word, i32x4.shr_u(word, 15));
}
