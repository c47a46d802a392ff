import type { FloatArray } from "../../memory/arena.ts";
import type { CellKernels } from "../cellKernels.ts";
import { activations, slopes } from "./activations.ts";
import * as gru from "./gru.ts";
import * as memory from "./memory.ts";
import * as normalize from "./normalize.ts";
import { activate, activateBackward, clampBackward, columnProducts } from "./units.ts";

/** The cells' reference kernels, bound to an arena's floats. */
export function referenceCellKernels(x: FloatArray): CellKernels {
  return {
    memoryForward: (...args) => memory.memoryForward(x, ...args),
    memoryBackward: (...args) => memory.memoryBackward(x, ...args),
    outputForward: (...args) => memory.outputForward(x, ...args),
    outputBackward: (...args) => memory.outputBackward(x, ...args),
    resetAfterForward: (...args) => gru.resetAfterForward(x, ...args),
    resetAfterBackward: (...args) => gru.resetAfterBackward(x, ...args),
    resetBeforeForward: (...args) => gru.resetBeforeForward(x, ...args),
    resetBeforeBackward: (...args) => gru.resetBeforeBackward(x, ...args),
    mixForward: (...args) => gru.mixForward(x, ...args),
    mixBackward: (...args) => gru.mixBackward(x, ...args),
    normalizeForward: (...args) => normalize.normalizeForward(x, ...args),
    normalizeBackward: (...args) => normalize.normalizeBackward(x, ...args),
    activateForward: (size, activation, from, to) => activate(x, size, activations[activation], from, to),
    activateBackward: (size, activation, y, dy, dx) => activateBackward(x, size, slopes[activation], y, dy, dx),
    clampBackward: (...args) => clampBackward(x, ...args),
    columnProducts: (...args) => columnProducts(x, ...args),
  };
}
