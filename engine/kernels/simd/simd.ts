import { type Arena, arenaBytes, createArena } from "../../memory/arena.ts";
import type { Kernels } from "../kernels.ts";
import { referenceKernels } from "../reference/reference.ts";
import { mostThreads, type Threads } from "../threads.ts";
import { type SimdVariant, simdModule } from "./variants.ts";
import { type CompiledModule, type Memory, mostPages, pageBytes, sharesMemory, webAssembly } from "./webAssembly.ts";

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
  readonly bind: (idsAt: number, controlAt: number, workspaceAt: number) => void;
  readonly controlBytes: () => number;
  readonly workspaceBytes: () => number;
  /** Threads that work now, this one included. */
  readonly crewSize: () => number;
  /** Parts of kernels that other threads have done so far. */
  readonly partsHelped: () => number;
  /** For a thread that helps: returns once the leader has dismissed all helpers. */
  readonly help: () => void;
  readonly reportFailure: () => void;
  readonly dismiss: () => void;
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

/** Behind the arena lies what threads tell each other, and what the products of each thread pack: in so many bytes at most. */
const controlBytes = 3072;
const workspaceBytes = 651_776;
const log = Math.log;

/** Bytes besides the arena. */
export const besidesArena = (threads: number): number => controlBytes + threads * workspaceBytes;

/**
 * @param threads that share the memory, where this machine lets them; one where left out. They come to help when they have started, and
 * nobody waits for them.
 * @returns null where this machine does not run the variant or gives no such memory, or the arena is beyond what 32 bits address: the
 * reference kernels go on then.
 */
export function createSimdSet(
  variant: SimdVariant,
  floatCount: number,
  intCount: number,
  threads: Threads | null = null,
): SimdSet | null {
  const count = threads !== null && sharesMemory() ? Math.min(threads.count, mostThreads) : 1;
  const module = simdModule(variant, count > 1);
  const controlAt = Math.ceil(arenaBytes(floatCount, intCount, "float32") / 64) * 64;
  const memory = module && allocate(Math.ceil((controlAt + besidesArena(count)) / pageBytes), count > 1);
  if (module === null || memory === null) return null;
  const arena = createArena(floatCount, intCount, "float32", memory.buffer);
  const { simd, tools } = instantiate(module, memory);
  const idsAt = floatCount * 4;
  const workspaceAt = (place: number) => controlAt + controlBytes + place * workspaceBytes;
  tools.bind(idsAt, controlAt, workspaceAt(0));
  for (let place = 1; place < count; place++)
    threads?.start({ module, memory, idsAt, controlAt, workspaceAt: workspaceAt(place) });
  return { arena, kernels: { ...referenceKernels(arena), ...simd }, tools };
}

/** A platform reserves more addresses for a memory of WebAssembly than for an array, and may refuse it where it gives the array. */
function allocate(pages: number, shared: boolean): Memory | null {
  if (pages > mostPages) return null;
  try {
    return new webAssembly!.Memory({ initial: pages, maximum: pages, shared });
  } catch {
    return null;
  }
}

/** An instance for the calling thread. */
export function instantiate(module: CompiledModule, memory: Memory): { readonly simd: SimdKernels; readonly tools: SimdTools } {
  const { exports } = new webAssembly!.Instance(module, { env: { memory }, host: { log } });
  const all = exports as SimdKernels & SimdTools;
  if (all.workspaceBytes() > workspaceBytes || all.controlBytes() > controlBytes)
    throw new Error(`The kernels want ${all.workspaceBytes()} and ${all.controlBytes()} bytes besides the arena.`);
  const entries = simdNames.map((name) => [name, all[name]]);
  return { simd: Object.fromEntries(entries) as SimdKernels, tools: all };
}
