import { type Arena, createArena, type Precision } from "../../memory/arena.ts";
import type { Kernels } from "../kernels.ts";
import { referenceKernels } from "../reference/reference.ts";
import { besidesArena, createSimdSet } from "../simd/simd.ts";
import { bestVariant, type SimdVariant } from "../simd/variants.ts";
import type { Threads } from "../threads.ts";

/** An arena and the kernels bound to it. */
export interface KernelSet {
  readonly arena: Arena;
  readonly kernels: Kernels;
  /** Multiply-adds that a product may do before it asks whether to go on: some tens of milliseconds of these kernels. */
  readonly multiplyAdds: number;
  /** Threads that work on them now. */
  readonly threads: () => number;
  /** Lets threads go that help with these kernels, if there are any; the kernels themselves work on. */
  readonly dismiss: () => void;
}

/** Makes the memory of a model, and its kernels. */
export type KernelSource = (floatCount: number, intCount: number, precision: Precision) => KernelSet;

/** Makes the kernels for an arena that lies anywhere in memory. */
export type KernelFactory = (arena: Arena) => Kernels;

export const setOf =
  (kernels: KernelFactory): KernelSource =>
  (floatCount, intCount, precision) => {
    const arena = createArena(floatCount, intCount, precision);
    return { arena, kernels: kernels(arena), multiplyAdds: 2 ** 25, threads: () => 1, dismiss: () => undefined };
  };

/** The definition of all kernels, in either precision. */
export const referenceSet: KernelSource = setOf(referenceKernels);

/** One build of the SIMD kernels for float32, on so many threads; reference kernels where the machine or the precision has none. */
export const simdSet =
  (variant: SimdVariant, threads: Threads | null = null): KernelSource =>
  (floatCount, intCount, precision) => {
    const simd = precision === "float32" ? createSimdSet(variant, floatCount, intCount, threads) : null;
    if (simd === null) return referenceSet(floatCount, intCount, precision);
    return { ...simd, multiplyAdds: 2 ** 30, threads: simd.tools.crewSize, dismiss: simd.tools.dismiss };
  };

/** The fastest kernels of this machine: in float32 those of WebAssembly, where it has SIMD; else the reference kernels. */
export const fastestOn =
  (threads: Threads | null): KernelSource =>
  (floatCount, intCount, precision) => {
    const variant = precision === "float32" ? bestVariant() : null;
    return (variant ? simdSet(variant, threads) : referenceSet)(floatCount, intCount, precision);
  };

/** On the calling thread alone. */
export const fastestSet = fastestOn(null);

/** Bytes that the fastest kernels take besides the arena. */
export const workspaceOf = (precision: Precision, threads = 1): number =>
  precision === "float32" && bestVariant() !== null ? besidesArena(threads) : 0;
