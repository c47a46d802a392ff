import type { Precision } from "../memory/arena.ts";

/** What a model is to be able to do: this decides its memory. */
export interface ModelPlan {
  /** T: the longest sequence of a pass. */
  readonly steps: number;
  /** N: rows of a batch. */
  readonly batch: number;
  readonly precision: Precision;
  /** False: no memory for gradients, and `backward` is refused. */
  readonly training: boolean;
  /** Arrays of the optimizer as long as the parameters: an `Optimizer` says how many. Ignored without training. */
  readonly slots: number;
  /** Which steps the dense layer reads: every step, or the last one of a pass. */
  readonly readout: "all" | "last";
  /** Whether the rows of a batch may be of different lengths. False where left out: then nothing is spent on it. */
  readonly lengths?: boolean;
  /** Whether a pass back begins with gradients of the final state too, as where another network reads it. False where left out. */
  readonly finalStateGradient?: boolean;
}
