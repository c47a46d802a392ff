import { createSimdSet, type SimdSet } from "../../../engine/kernels/simd/simd.ts";
import { type SimdVariant, simdModule } from "../../../engine/kernels/simd/variants.ts";

/** The builds that this machine runs: both, on all that the project promises. */
export const variants = (["relaxed", "plain"] as const).filter((variant) => simdModule(variant) !== null);

export function simdDesk(variant: SimdVariant, floatCount: number, intCount = 0): SimdSet & { readonly x: Float32Array } {
  const set = createSimdSet(variant, floatCount, intCount);
  if (set === null) throw new Error(`This machine does not run the ${variant} kernels.`);
  return { ...set, x: set.arena.floats as Float32Array };
}

/** Distance from one float32 to the next at a value's magnitude; of denormals, theirs. */
export function ulp(value: number): number {
  const magnitude = Math.abs(value);
  if (!(magnitude >= 2 ** -126)) return 2 ** -149;
  return 2 ** (Math.floor(Math.log2(Math.min(magnitude, 2 ** 127))) - 23);
}

/** Rounding of float32: half a unit in the last place, relatively. */
export const rounding = 2 ** -24;
