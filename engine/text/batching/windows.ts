import * as v from "valibot";
import type { Random } from "../../random/random.ts";
import { type BatchBuffers, type Batcher, type Filled, fromZeroState, type Json } from "./batcher.ts";
import { requireTokens } from "./required.ts";

const word = v.pipe(v.number(), v.integer());
const savedWindows = v.object({ offset: word, random: v.tuple([word, word, word, word]) });

/**
 * T tokens in, the next one out: the walk of the source articles' case study. It starts at a random token of the first T + 1,
 * goes on by T + 1 tokens, so that no token is read twice in one walk, and where no whole window is left it starts again at
 * random. Each start is one of the T + 1 ways to cut the text, so in time every token is a target.
 *
 * Row after row takes the walk's next window; with one row it is the articles' order exactly. The state is zero for each window.
 */
export class Windows implements Batcher {
  private readonly ids: Int32Array;
  private readonly steps: number;
  private readonly batch: number;
  private readonly random: Pick<Random, "below" | "save" | "restore">;
  /** Of the next window's first token; -1 before the first walk. */
  private offset = -1;

  /**
   * @param ids the text, one id a token
   * @param steps T
   * @param batch N
   * @param start of the first window; drawn where null
   * @throws EngineError `emptyText`; `tooFewTokens` where there are fewer than T + 1
   */
  constructor(
    ids: Int32Array,
    steps: number,
    batch: number,
    random: Pick<Random, "below" | "save" | "restore">,
    start: number | null = null,
  ) {
    requireTokens(ids.length, steps);
    this.ids = ids;
    this.steps = steps;
    this.batch = batch;
    this.random = random;
    this.offset = start ?? -1;
  }

  /** @param batch inputs [T, N], targets [N] */
  fill({ inputs, targets }: BatchBuffers): Filled {
    for (let n = 0; n < this.batch; n++) {
      const offset = this.nextOffset();
      for (let t = 0; t < this.steps; t++) inputs[t * this.batch + n] = this.ids[offset + t]!;
      targets[n] = this.ids[offset + this.steps]!;
    }
    return fromZeroState;
  }

  private nextOffset(): number {
    const last = this.ids.length - this.steps - 1;
    if (this.offset < 0 || this.offset > last) this.offset = this.random.below(Math.min(this.steps, last) + 1);
    const offset = this.offset;
    this.offset += this.steps + 1;
    return offset;
  }

  save(): Json {
    return { offset: this.offset, random: this.random.save() };
  }

  /** An offset beyond this text (another one than it was saved with) begins a new walk. */
  restore(state: Json): void {
    const saved = v.parse(savedWindows, state);
    this.offset = saved.offset;
    this.random.restore(saved.random);
  }
}
