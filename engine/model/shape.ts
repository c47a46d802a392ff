import type { Readout } from "../layers/readout.ts";
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
  /** What the head reads of the sequence. */
  readonly readout: Readout;
  /** Whether steps may be masked, as where rows have lengths. False where left out: then nothing is spent on it. */
  readonly masks?: boolean;
  /** Whether each target's loss has a weight. False where left out. */
  readonly targetWeights?: boolean;
  /** Whether a pass back begins with gradients of the final state too, as where another network reads it. False where left out. */
  readonly finalStateGradient?: boolean;
}
