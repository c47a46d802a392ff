import type { BatchBuffers } from "./batcher.ts";
import type { Measured, Pass } from "./pass.ts";
import { requireTargets } from "./required.ts";
import type { StreamSource } from "./sources.ts";

/**
 * A part read on and on by N rows of equal length, side by side, each from a zero state that is carried from chunk to chunk; the last
 * chunk may be shorter than T. The fewer than N positions that do not share out evenly come first: all rows read them alike, and begin
 * anew after them.
 */
export class StreamPass implements Pass {
  readonly batches: number;
  readonly weight: number;
  readonly #source: StreamSource;
  readonly #first: number;
  readonly #steps: number;
  readonly #batch: number;
  /** Positions that all rows read alike, and the batches that this takes. */
  readonly #shared: number;
  readonly #sharedBatches: number;
  /** Positions of each row. */
  readonly #length: number;
  readonly #measured: { -readonly [K in keyof Measured]: Measured[K] };

  /**
   * @param steps T
   * @param batch N
   * @param from the first element that may be a target: the one before it is read, and not told
   * @throws EngineError `tooFewTokens` where nothing is left to be told
   */
  constructor(source: StreamSource, steps: number, batch: number, from = 0) {
    this.#source = source;
    this.#first = Math.max(0, from - 1);
    this.#steps = steps;
    this.#batch = batch;
    this.weight = source.positions - this.#first;
    requireTargets(this.weight);
    this.#shared = this.weight % batch;
    this.#sharedBatches = Math.ceil(this.#shared / steps);
    this.#length = (this.weight - this.#shared) / batch;
    this.batches = this.#sharedBatches + Math.ceil(this.#length / steps);
    this.#measured = { resetState: true, steps, weight: steps };
  }

  fill(batch: BatchBuffers, index: number): Measured {
    return index < this.#sharedBatches
      ? this.#write(batch, index, this.#first, this.#shared, 0)
      : this.#write(batch, index - this.#sharedBatches, this.#first + this.#shared, this.#length, this.#length);
  }

  /** @param length of each row @param apart from one row's first position to the next one's; 0 where all read the same */
  #write(batch: BatchBuffers, chunk: number, from: number, length: number, apart: number): Measured {
    const done = chunk * this.#steps;
    const steps = Math.min(this.#steps, length - done);
    for (let n = 0; n < this.#batch; n++) this.#source.write(batch, from + done + n * apart, steps, n, this.#batch);
    this.#measured.resetState = chunk === 0;
    this.#measured.steps = steps;
    this.#measured.weight = apart === 0 ? steps : steps * this.#batch;
    return this.#measured;
  }
}
