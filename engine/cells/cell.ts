import type { Kernels } from "../kernels/kernels.ts";
import type { Affine } from "../layers/affine.ts";
import type { GateInfo } from "../layers/gate.ts";
import type { StateVariable, Trace } from "../layers/layer.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { Block } from "../memory/block.ts";
import type { Derivation } from "../trace/derivation.ts";

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
  /** In the order of their blocks of columns; empty for a cell without gates. */
  readonly gates: readonly GateInfo[];
  /** How each number of the trace follows from others. */
  readonly derivations: readonly Derivation[];
  /** Step t, counted from 0: from the states in slot t to those in slot t + 1. */
  forwardStep(kernels: Kernels, t: number): void;
  /**
   * Step t back: from the states' gradients in slot t + 1, adds to those in slot t and leaves step t of `projectedGradient`. A row whose
   * states have no gradient in slot t + 1 gets none anywhere, whatever its states hold.
   */
  backwardStep(kernels: Kernels, t: number): void;
  /** Adds the gradients of all parameters but those of `input`, for all steps at once. */
  recurrentGradients(kernels: Kernels, steps: number): void;
  /** Step -1 of the states, and of their gradients, is the initial state. */
  trace(floats: FloatArray): Trace;
}
