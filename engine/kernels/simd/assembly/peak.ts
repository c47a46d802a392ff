import { fma, splat, sumOfLanes } from "./lanes";

/** Nothing but multiply-adds, 12 · 4 of them in each of `count` rounds: the most that this machine gives a thread. For the benchmark. */
export function multiplyAddsOfTwelveChains(count: i32): f32 {
  const a = splat(1.0001), b = splat(0.9999);
  let s0 = splat(0), s1 = splat(1), s2 = splat(2), s3 = splat(3), s4 = splat(4), s5 = splat(5);
  let s6 = splat(6), s7 = splat(7), s8 = splat(8), s9 = splat(9), s10 = splat(10), s11 = splat(11);
  for (let i = 0; i < count; i++) {
    s0 = fma(a, b, s0); s1 = fma(a, b, s1); s2 = fma(a, b, s2); s3 = fma(a, b, s3);
    s4 = fma(a, b, s4); s5 = fma(a, b, s5); s6 = fma(a, b, s6); s7 = fma(a, b, s7);
    s8 = fma(a, b, s8); s9 = fma(a, b, s9); s10 = fma(a, b, s10); s11 = fma(a, b, s11);
  }
  const low = f32x4.add(f32x4.add(s0, s1), f32x4.add(f32x4.add(s2, s3), f32x4.add(s4, s5)));
  const high = f32x4.add(f32x4.add(s6, s7), f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11)));
  return sumOfLanes(f32x4.add(low, high));
}
