import * as v from "valibot";
import { type BatchBuffers, type Batcher, type Filled, fromCarriedState, fromZeroState, type Json } from "./batcher.ts";
import { requireTokens } from "./required.ts";

const savedStreams = v.object({ chunk: v.pipe(v.number(), v.integer(), v.minValue(0)) });

/**
 * N contiguous rows through the text, T tokens at a time, the target being the next token at every step: truncated
 * back-propagation through time as in min-char-rnn. The state is carried from chunk to chunk; when the rows have come to their
 * ends they start over with a zero state.
 *
 * One row reads as many whole chunks as there are and leaves a tail of fewer than T tokens. Several rows are spread evenly from
 * the first token to the last, and overlap by a little rather than leave a part unread.
 */
export class Streams implements Batcher {
  private readonly ids: Int32Array;
  private readonly steps: number;
  private readonly batch: number;
  /** Chunks of each row. */
  private readonly chunks: number;
  /** First token of each row. */
  private readonly starts: Int32Array;
  /** The next chunk to be read. */
  private chunk = 0;

  /**
   * @param ids the text, one id a token
   * @param steps T
   * @param batch N
   * @throws EngineError `emptyText`; `tooFewTokens` where there are fewer than T + 1
   */
  constructor(ids: Int32Array, steps: number, batch: number) {
    requireTokens(ids.length, steps);
    this.ids = ids;
    this.steps = steps;
    this.batch = batch;
    // The last token is only ever a target.
    const chunksOfText = (ids.length - 1) / steps;
    this.chunks = batch === 1 ? Math.floor(chunksOfText) : Math.ceil(chunksOfText / batch);
    const lastStart = ids.length - 1 - this.chunks * steps;
    this.starts = Int32Array.from({ length: batch }, (_, n) => (batch === 1 ? 0 : Math.floor((lastStart * n) / (batch - 1))));
  }

  /** @param batch inputs [T, N], targets [T, N] */
  fill({ inputs, targets }: BatchBuffers): Filled {
    if (this.chunk >= this.chunks) this.chunk = 0;
    for (let n = 0; n < this.batch; n++) {
      const from = this.starts[n]! + this.chunk * this.steps;
      for (let t = 0; t < this.steps; t++) {
        inputs[t * this.batch + n] = this.ids[from + t]!;
        targets[t * this.batch + n] = this.ids[from + t + 1]!;
      }
    }
    return this.chunk++ === 0 ? fromZeroState : fromCarriedState;
  }

  save(): Json {
    return { chunk: this.chunk };
  }

  /** A chunk beyond this text's rows (another text than it was saved with) starts over. */
  restore(state: Json): void {
    this.chunk = v.parse(savedStreams, state).chunk;
  }
}
