import { fma, splat } from "./lanes";
import { workspaceAt } from "./workspace";

/**
 * Hardly anything but multiply-adds, 12 vectors of them in each of `count` rounds: the most that this machine gives a thread. For the
 * benchmark. Factors are read in each round, because an engine would build constants anew each time, at a greater cost.
 */
export function multiplyAddsOfTwelveChains(count: i32): void {
  const place = workspaceAt;
  v128.store(place, splat(0.5));
  v128.store(place, splat(0.25), 16);
  let s0 = splat(0), s1 = splat(1), s2 = splat(2), s3 = splat(3), s4 = splat(4), s5 = splat(5);
  let s6 = splat(6), s7 = splat(7), s8 = splat(8), s9 = splat(9), s10 = splat(10), s11 = splat(11);
  for (let i = 0; i < count; i++) {
    const a = v128.load(place), b = v128.load(place, 16);
    s0 = fma(a, b, s0); s1 = fma(a, b, s1); s2 = fma(a, b, s2); s3 = fma(a, b, s3);
    s4 = fma(a, b, s4); s5 = fma(a, b, s5); s6 = fma(a, b, s6); s7 = fma(a, b, s7);
    s8 = fma(a, b, s8); s9 = fma(a, b, s9); s10 = fma(a, b, s10); s11 = fma(a, b, s11);
  }
  const low = f32x4.add(f32x4.add(s0, s1), f32x4.add(f32x4.add(s2, s3), f32x4.add(s4, s5)));
  const high = f32x4.add(f32x4.add(s6, s7), f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11)));
  v128.store(place, f32x4.add(low, high), 32);
}
