import type { Readout } from "../layers/readout.ts";
import type { Precision } from "../memory/arena.ts";

/** What a language model is; with the vocabulary and the weights all that a saved model needs. */
export interface ModelShape {
  /** V: ids go from 0 to V - 1, as one-hot inputs and as classes of the output. */
  readonly vocabularySize: number;
  /** H: units of each layer. */
  readonly hiddenSize: number;
  readonly layers: number;
  /** Added to the forget gate's pre-activation when it runs; not stored in the bias. */
  readonly forgetBias: number;
}

/** What a model is to be able to do: this decides its memory. */
export interface ModelPlan {
  /** T: the longest sequence of a pass. */
  readonly steps: number;
  /** N: rows of a batch. */
  readonly batch: number;
  readonly precision: Precision;
  /** False: no memory for gradients, and `backward` is refused. */
  readonly training: boolean;
  /** Arrays of the optimizer as long as the parameters: see `slotsOf` in `optimizers/fromConfig.ts`. Ignored without training. */
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
