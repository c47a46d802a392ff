import * as v from "valibot";
import type { Random } from "../../random/random.ts";
import { type BatchBuffers, type Batcher, type Filled, fromZeroState, type Json } from "./batcher.ts";
import type { WindowSource } from "./sources.ts";

const word = v.pipe(v.number(), v.integer());
const savedWalk = v.object({ offset: word, random: v.tuple([word, word, word, word]) });

/** What a walk asks of its random numbers. */
export type RandomSource = Pick<Random, "below" | "save" | "restore">;

/**
 * The walk of the source articles' case study. It starts at a random one of the first `span` elements, goes on by `span`, so that no
 * element is read twice in one walk, and where no whole window is left it starts again at random. Each start is one of the ways to
 * cut the sequence, so in time every window is drawn.
 *
 * Row after row takes the walk's next window; with one row it is the articles' order exactly. The state is zero for each window.
 */
export class WindowWalk implements Batcher {
  readonly #source: WindowSource;
  readonly #batch: number;
  readonly #random: RandomSource;
  /** Start of the next window; -1 before the first walk. */
  #offset: number;

  /**
   * @param batch N
   * @param start of the first window; drawn where null
   */
  constructor(source: WindowSource, batch: number, random: RandomSource, start: number | null = null) {
    this.#source = source;
    this.#batch = batch;
    this.#random = random;
    this.#offset = start ?? -1;
  }

  fill(batch: BatchBuffers): Filled {
    for (let n = 0; n < this.#batch; n++) this.#source.write(batch, this.#nextOffset(), n, this.#batch);
    return fromZeroState;
  }

  #nextOffset(): number {
    const { starts, span } = this.#source;
    if (this.#offset < 0 || this.#offset >= starts) this.#offset = this.#random.below(Math.min(span, starts));
    const offset = this.#offset;
    this.#offset += span;
    return offset;
  }

  save(): Json {
    return { offset: this.#offset, random: this.#random.save() };
  }

  /** An offset beyond this sequence (another one than it was saved with) begins a new walk. */
  restore(state: Json): void {
    const saved = v.parse(savedWalk, state);
    this.#offset = saved.offset;
    this.#random.restore(saved.random);
  }
}
