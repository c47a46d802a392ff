import type { Kernels } from "../kernels.ts";
import { type CompiledModule, type Memory, webAssembly } from "../webAssembly.ts";

/** The kernels that there are in WebAssembly: all. */
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
  "smoothedCrossEntropy",
  "distributionCrossEntropy",
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
  "memoryForward",
  "memoryBackward",
  "outputForward",
  "outputBackward",
  "resetAfterForward",
  "resetAfterBackward",
  "resetBeforeForward",
  "resetBeforeBackward",
  "mixForward",
  "mixBackward",
  "normalizeForward",
  "normalizeBackward",
  "activateForward",
  "activateBackward",
  "clampBackward",
  "columnProducts",
  "squaredError",
  "absoluteError",
  "binaryCrossEntropy",
  "squaredDistance",
  "indexOfLargest",
  "gatherIds",
  "holdMasked",
  "passMasked",
  "zeroMasked",
  "addMatrix",
  "dropoutMask",
  "oneHotRows",
  "highwayForward",
  "highwayBackward",
] as const satisfies readonly (keyof Kernels)[];

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

/** Behind the arena lies what threads tell each other, and what the products of each thread pack: in so many bytes at most. */
export const controlBytes = 3072;
export const workspaceBytes = 651_776;
const log = Math.log;

/** An instance for the calling thread. */
export function instantiate(module: CompiledModule, memory: Memory): { readonly kernels: Kernels; readonly tools: SimdTools } {
  const { exports } = new webAssembly!.Instance(module, { env: { memory }, host: { log } });
  const all = exports as Kernels & SimdTools;
  if (all.workspaceBytes() > workspaceBytes || all.controlBytes() > controlBytes)
    throw new Error(`The kernels want ${all.workspaceBytes()} and ${all.controlBytes()} bytes besides the arena.`);
  const entries = simdNames.map((name) => [name, all[name]]);
  return { kernels: Object.fromEntries(entries) as unknown as Kernels, tools: all };
}
