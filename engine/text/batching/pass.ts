import type { BatchBuffers, Filled } from "./batcher.ts";

/** A batch of which not all T steps need to be read. */
export interface FilledSteps extends Filled {
  /** Time steps to read: T, or fewer where a stream's rows end. */
  readonly steps: number;
}

/** One batch of a {@link Pass}. */
export interface Measured extends FilledSteps {
  /** How many targets the batch's mean loss stands for. */
  readonly weight: number;
}

/**
 * A validation part, once from its beginning to its end, for a mean that is exact: every target of it counts once, so that
 *
 *     loss of the part = Σ weight · mean loss of the batch / weight
 *
 * is the mean over its targets whatever N is. Nothing is masked: where rows are left that do not fill a batch, each is written
 * several times, equally often, and weighs once. It has no place to save: batch k is the same whenever it is asked for.
 */
export interface Pass {
  readonly batches: number;
  /** Targets of the whole pass, the sum of all weights. */
  readonly weight: number;
  /**
   * Writes one batch, 0 … batches - 1; those that carry a state go in this order. Allocates nothing: what it gives is the same object
   * each time, good until the next call.
   */
  fill(batch: BatchBuffers, index: number): Measured;
}
