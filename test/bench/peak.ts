import type { SimdSet } from "../../engine/kernels/simd/simd.ts";
import { createSimdSet } from "../../engine/kernels/simd/simd.ts";
import { bestVariant } from "../../engine/kernels/simd/variants.ts";
import { secondsPerStep } from "./measure.ts";

const rounds = 10_000;
/** Twelve vectors of four, a multiplication and an addition each. */
const operations = 12 * 4 * 2;

/** The most floating-point operations a second that a thread of WebAssembly gets from this machine; null without SIMD. */
export function peakOperations(milliseconds: number): number | null {
  const variant = bestVariant();
  const set: SimdSet | null = variant && createSimdSet(variant, 16, 16);
  if (set === null) return null;
  const burst = () => {
    for (let i = 0; i < 20; i++) set.tools.multiplyAddsOfTwelveChains(rounds);
  };
  return (20 * rounds * operations) / secondsPerStep(burst, { milliseconds });
}
