import type { FloatArray } from "../memory/arena.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { Carry } from "../tasks/task.ts";
import type { Batcher } from "../text/batching/batcher.ts";
import type { EarlyStopping } from "./best.ts";
import type { DivergenceConfig } from "./divergence.ts";

export interface StepResult {
  /** Steps done, this one included. */
  readonly step: number;
  readonly loss: number;
  /** s ← 0.999 s + 0.001 loss, from the loss of a blind guess. */
  readonly smoothedLoss: number;
  /** Global norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** What every gradient was multiplied by: 1, or less where the norm was clipped. */
  readonly clipFactor: number;
}

export interface TrainerOptions extends DivergenceConfig {
  readonly batcher: Batcher;
  readonly optimizer: Optimizer;
  /** Of the dropout masks. */
  readonly seed: number;
  /** Which states go on from a batch to the next. */
  readonly carry: Carry;
  /** One row of the states that a batch begins with which carries none on; zeros where null. */
  readonly initialState: FloatArray | null;
  /** Loss of a guess that knows nothing, such as ln V; null where only the untrained network can tell. */
  readonly blindLoss: number | null;
  /** What the gradient of the loss is multiplied by: T for that of a sum over T steps. */
  readonly gradientScale: number;
  /** Whether a training whose loss stays far above a blind guess's ends. */
  readonly stopsExplosion: boolean;
  /** Whether the best step is to be kept, by losses that are told to `Trainer.noteValidation`. */
  readonly validates: boolean;
  readonly earlyStopping: EarlyStopping | null;
  /** Steps whose mean loss a rate that depends on the loss is told, where there is no validation to tell it. */
  readonly watchEvery: number;
}
