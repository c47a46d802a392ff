import type { FloatArray } from "../memory/arena.ts";
import type { LanguageModel } from "../model/languageModel.ts";
import type { GradientReport } from "../worker/protocol.ts";
import type { Batcher, Json } from "./batcher.ts";
import type { TrainingConfig } from "./config.ts";

export type { Batcher, Json } from "./batcher.ts";

export interface StepResult {
  /** Steps done, this one included. */
  readonly step: number;
  readonly loss: number;
  /** s ← 0.999 s + 0.001 loss, from ln V. */
  readonly smoothedLoss: number;
  /** Global norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** What every gradient was multiplied by: 1, or less where the norm was clipped. */
  readonly clipFactor: number;
}

/** All that a run needs to go on as if it had never stopped. Arrays are copies. */
export interface TrainerState {
  readonly step: number;
  readonly smoothedLoss: number;
  readonly values: FloatArray;
  readonly slots: readonly FloatArray[];
  /** The carried state, [layers, 2 (h, c), N, H]. */
  readonly state: FloatArray;
  readonly batcher: Json;
}

/** Signatures first; the body follows. */
export declare class Trainer {
  constructor(model: LanguageModel, batcher: Batcher, config: Pick<TrainingConfig, "optimizer" | "learningRate" | "clipNorm">);
  readonly model: LanguageModel;
  /** Steps done. */
  readonly stepCount: number;
  readonly smoothedLoss: number;
  /**
   * One optimizer step; null if `model.interrupted` said so: then nothing has changed and the same step can be done again.
   * @throws EngineError `diverged`: the last good weights are back (`stepCount` says of which step).
   */
  step(): StepResult | null;
  /** Of the last step done; null before the first one and after a step was interrupted in its backward pass. */
  gradientReport(): GradientReport | null;
  save(): TrainerState;
  restore(state: TrainerState): void;
}
