import { StepInterrupted } from "../kernels/interruptible.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import type { Batcher, Json } from "../text/batching/batcher.ts";

/** All that a run needs to go on as if it had never stopped. */
export interface TrainerState {
  readonly step: number;
  readonly smoothedLoss: number;
  readonly values: FloatArray;
  readonly slots: readonly FloatArray[];
  /** The carried state, [layers, 2 (h, c), N, H]. */
  readonly state: FloatArray;
  readonly batcher: Json;
}

/** A boundary between two steps, apart from the weights. */
export class Place {
  step = 0;
  smoothedLoss = 0;
  batcher: Json = null;
  readonly state: FloatArray;

  constructor(like: FloatArray) {
    this.state = like.slice();
  }

  mark(step: number, smoothedLoss: number, state: FloatArray, batcher: Batcher): void {
    this.step = step;
    this.smoothedLoss = smoothedLoss;
    this.state.set(state);
    this.batcher = batcher.save();
  }
}

/**
 * Keeps weights and optimizer slots as they are before an update.
 * @throws StepInterrupted between two of them, if the model is asked to end: of millions of weights, each takes some milliseconds, and
 * several times as many in the first step, when the machine first has to find the memory.
 */
export function backUpWeights(model: SequenceModel): void {
  const { values, slots, backups } = model.blueprint.layout;
  model.kernels.copy(values.size, values.offset, backups[0].offset);
  for (let s = 0; s < slots.length; s++) {
    requireTime(model);
    model.kernels.copy(slots[s].size, slots[s].offset, backups[1 + s].offset);
  }
  requireTime(model);
}

function requireTime(model: SequenceModel): void {
  if (model.interrupted()) throw new StepInterrupted();
}

export function restoreWeights({ kernels, blueprint: { layout } }: SequenceModel): void {
  const { values, slots, backups } = layout;
  kernels.copy(values.size, backups[0].offset, values.offset);
  for (let s = 0; s < slots.length; s++) kernels.copy(slots[s].size, backups[1 + s].offset, slots[s].offset);
}
