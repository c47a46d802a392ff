import { type Arena, createArena, type Precision } from "../memory/arena.ts";
import type { Kernels } from "./kernels.ts";
import { referenceKernels } from "./reference/reference.ts";
import { createSimdSet, workspaceBytes } from "./simd/simd.ts";
import { bestVariant, type SimdVariant } from "./simd/variants.ts";

/** An arena and the kernels bound to it. */
export interface KernelSet {
  readonly arena: Arena;
  readonly kernels: Kernels;
  /** Multiply-adds that a product may do before it asks whether to go on: some tens of milliseconds of these kernels. */
  readonly multiplyAdds: number;
}

/** Makes the memory of a model, and its kernels. */
export type KernelSource = (floatCount: number, intCount: number, precision: Precision) => KernelSet;

/** Makes the kernels for an arena that lies anywhere in memory. */
export type KernelFactory = (arena: Arena) => Kernels;

export const setOf =
  (kernels: KernelFactory): KernelSource =>
  (floatCount, intCount, precision) => {
    const arena = createArena(floatCount, intCount, precision);
    return { arena, kernels: kernels(arena), multiplyAdds: 2 ** 25 };
  };

/** The definition of all kernels, in either precision. */
export const referenceSet: KernelSource = setOf(referenceKernels);

/** One build of the SIMD kernels for float32; reference kernels where the machine or the precision has none. */
export const simdSet =
  (variant: SimdVariant): KernelSource =>
  (floatCount, intCount, precision) => {
    const simd = precision === "float32" ? createSimdSet(variant, floatCount, intCount) : null;
    return simd ? { ...simd, multiplyAdds: 2 ** 30 } : referenceSet(floatCount, intCount, precision);
  };

/** The fastest kernels of this machine: in float32 those of WebAssembly, where it has SIMD; else the reference kernels. */
export const fastestSet: KernelSource = (floatCount, intCount, precision) => {
  const variant = precision === "float32" ? bestVariant() : null;
  return (variant ? simdSet(variant) : referenceSet)(floatCount, intCount, precision);
};

/** Bytes that the fastest kernels take besides the arena. */
export const workspaceOf = (precision: Precision): number =>
  precision === "float32" && bestVariant() !== null ? workspaceBytes : 0;
