import type { SequenceModel } from "../model/sequenceModel.ts";
import { type BestBoundary, Keepsake, type Place } from "./snapshots.ts";

/** When a training ends because it learns nothing more that is of use. */
export interface EarlyStopping {
  /** Evaluations without a better loss. */
  readonly patience: number;
  /** By how much a loss must be lower to count as better. */
  readonly least: number;
}

/** Keeps the step with the lowest validation loss beside the last one, and says when it is no use to go on. */
export class BestStep {
  readonly #stopping: EarlyStopping | null;
  readonly #kept: Keepsake;
  /** Of the best evaluation; infinite before the first. */
  #loss = Number.POSITIVE_INFINITY;
  #since = 0;

  constructor(model: SequenceModel, stopping: EarlyStopping | null) {
    this.#stopping = stopping;
    this.#kept = new Keepsake(model);
  }

  /** Evaluations since the best one. */
  get since(): number {
    return this.#since;
  }

  /** As views; null before the first evaluation. */
  get boundary(): BestBoundary | null {
    return this.#loss < Number.POSITIVE_INFINITY ? { loss: this.#loss, ...this.#kept.boundary } : null;
  }

  /** @param best null where there was no evaluation yet */
  restore(best: BestBoundary | null, since: number): void {
    if (best !== null) this.#kept.hold(best);
    this.#loss = best?.loss ?? Number.POSITIVE_INFINITY;
    this.#since = since;
  }

  /**
   * @param place where the training stands
   * @returns whether it is the best so far, and whether to end
   */
  note(loss: number, place: Place, model: SequenceModel): { readonly isBest: boolean; readonly ends: boolean } {
    const isBest = loss < this.#loss - (this.#stopping?.least ?? 0);
    this.#since = isBest ? 0 : this.#since + 1;
    if (isBest) {
      this.#kept.take(place, model.values, model.slots);
      this.#loss = loss;
    }
    return { isBest, ends: this.#stopping !== null && this.#since >= this.#stopping.patience };
  }
}
