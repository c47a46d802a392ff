import * as v from "valibot";
import { type BatchBuffers, type Batcher, type Filled, fromCarriedState, fromZeroState, type Json } from "./batcher.ts";
import type { StreamSource } from "./sources.ts";

const savedWalk = v.object({ chunk: v.pipe(v.number(), v.integer(), v.minValue(0)) });

/**
 * N contiguous rows through a sequence, T steps at a time, the target being what follows at every step: truncated back-propagation
 * through time as in min-char-rnn. The state is carried from chunk to chunk; when the rows have come to their ends they start over
 * with a zero state.
 *
 * One row reads as many whole chunks as there are and leaves a tail of fewer than T steps. Several rows are spread evenly from the
 * first position to the last, and overlap by a little rather than leave a part unread.
 */
export class StreamWalk implements Batcher {
  readonly #source: StreamSource;
  readonly #steps: number;
  readonly #batch: number;
  /** Chunks of each row. */
  readonly #chunks: number;
  /** First position of each row. */
  readonly #starts: Int32Array;
  /** The next chunk to be read. */
  #chunk = 0;

  /**
   * @param source of at least T positions
   * @param steps T
   * @param batch N
   */
  constructor(source: StreamSource, steps: number, batch: number) {
    this.#source = source;
    this.#steps = steps;
    this.#batch = batch;
    const chunks = source.positions / steps;
    this.#chunks = batch === 1 ? Math.floor(chunks) : Math.ceil(chunks / batch);
    const lastStart = source.positions - this.#chunks * steps;
    this.#starts = Int32Array.from({ length: batch }, (_, n) => (batch === 1 ? 0 : Math.floor((lastStart * n) / (batch - 1))));
  }

  fill(batch: BatchBuffers): Filled {
    if (this.#chunk >= this.#chunks) this.#chunk = 0;
    const from = this.#chunk * this.#steps;
    for (let n = 0; n < this.#batch; n++) this.#source.write(batch, this.#starts[n]! + from, this.#steps, n, this.#batch);
    return this.#chunk++ === 0 ? fromZeroState : fromCarriedState;
  }

  save(): Json {
    return { chunk: this.#chunk };
  }

  /** A chunk beyond this sequence's rows (another one than it was saved with) starts over. */
  restore(state: Json): void {
    this.#chunk = v.parse(savedWalk, state).chunk;
  }
}
