import { StepInterrupted } from "../kernels/interruptible.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import type { WatcherState } from "../optimizers/watcher.ts";
import type { Batcher, Json } from "../text/batching/batcher.ts";

/** A boundary between two steps, with all that stands there. */
export interface Boundary {
  readonly step: number;
  readonly smoothedLoss: number;
  readonly values: FloatArray;
  readonly slots: readonly FloatArray[];
  /** The carried state, as a model lays it out. */
  readonly state: FloatArray;
  readonly batcher: Json;
}

/** All that a run needs to go on as if it had never stopped. */
export interface TrainerState extends Boundary {
  /** The step after which the optimizer began with empty slots: 0, or where a run went on with another optimizer. */
  readonly optimizerSince: number;
  /** Loss of a guess that knows nothing, as far as the run has found out. */
  readonly blindLoss: number;
  /** What a learning rate that depends on the loss has seen: the mean loss since it was last told, and its own memory. */
  readonly watched: Watched;
  /** Evaluations since the best one. */
  readonly since: number;
  /** The step with the lowest validation loss; null before there was one. */
  readonly best: BestBoundary | null;
}

export interface Watched {
  readonly sum: number;
  readonly count: number;
  readonly watchers: readonly WatcherState[];
}

export const nothingWatched: Watched = { sum: 0, count: 0, watchers: [] };

export interface BestBoundary extends Boundary {
  /** Of the validation. */
  readonly loss: number;
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

  copy(other: Place): void {
    this.step = other.step;
    this.smoothedLoss = other.smoothedLoss;
    this.state.set(other.state);
    this.batcher = other.batcher;
  }
}

/** A boundary between two steps with its weights and optimizer slots, in memory of its own. */
export class Keepsake {
  readonly place: Place;
  readonly values: FloatArray;
  readonly slots: readonly FloatArray[];

  constructor({ values, slots, state }: Pick<SequenceModel, "values" | "slots" | "state">) {
    this.place = new Place(state);
    this.values = values.slice();
    this.slots = slots.map((slot) => slot.slice());
  }

  /** Bytes that one takes of a model with so many weights, slots and states. */
  static bytes(weights: number, slots: number, states: number, bytesPerFloat: number): number {
    return (weights * (1 + slots) + states) * bytesPerFloat;
  }

  take(place: Place, values: FloatArray, slots: readonly FloatArray[]): void {
    this.place.copy(place);
    this.values.set(values);
    for (const [i, slot] of this.slots.entries()) slot.set(slots[i]!);
  }

  /** What was taken, as views. */
  get boundary(): Boundary {
    const { step, smoothedLoss, state, batcher } = this.place;
    return { step, smoothedLoss, values: this.values, slots: this.slots, state, batcher };
  }

  hold({ step, smoothedLoss, values, slots, state, batcher }: Boundary): void {
    this.place.step = step;
    this.place.smoothedLoss = smoothedLoss;
    this.place.state.set(state);
    this.place.batcher = batcher;
    this.values.set(values);
    for (const [i, slot] of this.slots.entries()) slot.set(slots[i]!);
  }

  giveBack({ values, slots }: Pick<SequenceModel, "values" | "slots">): void {
    values.set(this.values);
    for (const [i, slot] of this.slots.entries()) slots[i]!.set(slot);
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
