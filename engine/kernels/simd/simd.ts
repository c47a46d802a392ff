import { type Arena, arenaBytes, createArena } from "../../memory/arena.ts";
import type { Kernels } from "../kernels.ts";
import { referenceKernels } from "../reference/reference.ts";
import { type SimdVariant, simdModule } from "./variants.ts";
import { type CompiledModule, type Memory, mostPages, pageBytes, webAssembly } from "./webAssembly.ts";

/** The kernels that there are in WebAssembly; all others are the reference kernels, on the same memory. */
export const simdNames = [
  "gemmNN",
  "gemmNT",
  "gemmTN",
  "gatherRows",
  "scatterAddRows",
  "addBias",
  "columnSums",
  "gatesForward",
  "gatesBackward",
  "softmaxCrossEntropy",
  "fill",
  "copy",
  "addScaled",
  "rescale",
  "clamp",
  "sumOfSquares",
  "multiply",
  "sgd",
  "sgdMomentum",
  "adam",
  "rmsprop",
  "adagrad",
] as const satisfies readonly (keyof Kernels)[];

type SimdKernels = Pick<Kernels, (typeof simdNames)[number]>;

/** What the module exports besides the kernels. */
export interface SimdTools {
  readonly bind: (idsAt: number, workspaceAt: number) => void;
  readonly workspaceBytes: () => number;
  /** e^x, σ(x) and tanh x of `size` floats, in place. */
  readonly applyExp: (size: number, at: number) => void;
  readonly applySigmoid: (size: number, at: number) => void;
  readonly applyTanh: (size: number, at: number) => void;
  /** 48 multiply-adds in each of `count` rounds, with nothing to read or write. */
  readonly multiplyAddsOfTwelveChains: (count: number) => void;
}

/** A float32 arena in a WebAssembly memory, and the kernels that are bound to it. */
export interface SimdSet {
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly tools: SimdTools;
}

/** What products pack lies behind the arena, in so many bytes at most. */
export const workspaceBytes = 655_360;
const log = Math.log;

/**
 * @returns null where this machine does not run the variant or gives no such memory, or the arena is beyond what 32 bits address: the
 * reference kernels go on then.
 */
export function createSimdSet(variant: SimdVariant, floatCount: number, intCount: number): SimdSet | null {
  const module = simdModule(variant);
  const workspaceAt = Math.ceil(arenaBytes(floatCount, intCount, "float32") / 64) * 64;
  const memory = module && allocate(Math.ceil((workspaceAt + workspaceBytes) / pageBytes));
  if (module === null || memory === null) return null;
  const arena = createArena(floatCount, intCount, "float32", memory.buffer);
  const { simd, tools } = instantiate(module, memory);
  tools.bind(floatCount * 4, workspaceAt);
  return { arena, kernels: { ...referenceKernels(arena), ...simd }, tools };
}

/** A platform reserves more addresses for a memory of WebAssembly than for an array, and may refuse it where it gives the array. */
function allocate(pages: number): Memory | null {
  if (pages > mostPages) return null;
  try {
    return new webAssembly!.Memory({ initial: pages, maximum: pages });
  } catch {
    return null;
  }
}

function instantiate(module: CompiledModule, memory: Memory): { readonly simd: SimdKernels; readonly tools: SimdTools } {
  const { exports } = new webAssembly!.Instance(module, { env: { memory }, host: { log } });
  const all = exports as SimdKernels & SimdTools;
  if (all.workspaceBytes() > workspaceBytes) throw new Error(`The kernels want a workspace of ${all.workspaceBytes()} bytes.`);
  const entries = simdNames.map((name) => [name, all[name]]);
  return { simd: Object.fromEntries(entries) as SimdKernels, tools: all };
}
