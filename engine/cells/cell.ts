import type { Kernels } from "../kernels/kernels.ts";
import type { Affine } from "../layers/affine.ts";
import type { StateVariable, Trace } from "../layers/layer.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { Block } from "../memory/block.ts";

/**
 * A cell knows one step. `wrappers/recurrent.ts` runs it through time, and does for all steps at once what can be done so:
 * before the first step it leaves x · kernel + bias in `projected`; after the last step back it takes the gradients of these from
 * `projectedGradient`.
 */
export interface Cell {
  /** The input's part: kernel [D, W] and biases [W]. */
  readonly input: Affine;
  /** [T, N, W] */
  readonly projected: Block;
  /** [T, N, W] */
  readonly projectedGradient: Block | null;
  /** `h` first: it is the cell's output. */
  readonly states: readonly [StateVariable, ...StateVariable[]];
  /** Step t, counted from 0: from the states in slot t to those in slot t + 1. */
  forwardStep(kernels: Kernels, t: number): void;
  /** Step t back: from the states' gradients in slot t + 1, adds to those in slot t and leaves step t of `projectedGradient`. */
  backwardStep(kernels: Kernels, t: number): void;
  /** Adds the gradients of what the cell multiplies its own state by, for all steps in one product. */
  recurrentGradients(kernels: Kernels, steps: number): void;
  trace(floats: FloatArray): Trace;
}
