import type { Tokenizer } from "../text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { Best } from "./best.ts";
import type { Reader, Reading } from "./reader.ts";

export interface Candidate {
  readonly text: string;
  readonly probability: number;
}

/** After this many UTF-16 units a beam is given up: the search must end, and hardly a word is longer. */
const longestCompletion = 24;
/** What a tokenizer writes for half a character: no word ends in one. */
const half = "\uFFFD";

interface Beam {
  readonly reading: Reading;
  readonly ids: readonly number[];
  readonly probability: number;
}

/**
 * The most probable words after a context, by a model that spells them, in characters or bytes: a beam search whose beams are the rows of one batch.
 *
 * A word's probability is that of its characters one after the other, times that of a character that ends it: so the
 * probabilities of all words sum to one, and a word can be compared with a longer one that it begins. A beam only loses probability
 * as it grows, so the search is over as soon as no open beam exceeds the last of the candidates that are asked for.
 */
export class CompletionSearch {
  private readonly reader: Reader;
  private readonly vocabulary: Vocabulary;
  private readonly tokenizer: Tokenizer;
  /** By id: whether a word can go on with it. */
  private readonly continues: readonly boolean[];

  /** @param tokenizer one that spells words */
  constructor(reader: Reader, vocabulary: Vocabulary, tokenizer: Tokenizer) {
    this.reader = reader;
    this.vocabulary = vocabulary;
    this.tokenizer = tokenizer;
    this.continues = vocabulary.tokens.map((token, id) => id !== vocabulary.unknown && tokenizer.continuesWord!(token));
  }

  /** @param reading after the context @param next what comes after it, [V] */
  search(reading: Reading, next: Float64Array, count: number): Candidate[] {
    const words = new Best<Candidate>(count);
    const first = new Best<Beam>(this.reader.rows);
    this.grow({ reading, ids: [], probability: 1 }, next, first);
    let beams = first.items;
    const longest = longestCompletion * this.tokenizer.tokensPerUnit;
    for (let length = 1; beams.length > 0 && length <= longest; length++) beams = this.step(beams, words);
    return words.items;
  }

  /** Each beam reads its last token; its word, ended here, is offered, and its best continuations are the next beams. */
  private step(beams: readonly Beam[], words: Best<Candidate>): Beam[] {
    const open = new Best<Beam>(this.reader.rows);
    const readings = this.reader.advance(
      beams.map(({ reading }) => reading),
      beams.map(({ ids }) => ids.slice(-1)),
    );
    for (const [row, beam] of beams.entries()) {
      const next = this.reader.probabilities(row);
      const probability = beam.probability * this.endProbability(next);
      const text = this.tokenizer.join(beam.ids.map((id) => this.vocabulary.token(id)));
      if (!text.endsWith(half)) words.offer(probability, { text, probability });
      this.grow({ ...beam, reading: readings[row]! }, next, open);
    }
    return open.items.filter(({ probability }) => probability > words.threshold);
  }

  private grow(beam: Beam, next: Float64Array, open: Best<Beam>): void {
    for (let id = 0; id < next.length; id++) {
      const probability = beam.probability * next[id]!;
      if (this.continues[id] && probability > open.threshold)
        open.offer(probability, { reading: beam.reading, ids: [...beam.ids, id], probability });
    }
  }

  /** Of any token that is no part of a word. */
  endProbability(next: Float64Array): number {
    let sum = 0;
    for (let id = 0; id < next.length; id++) if (!this.continues[id]) sum += next[id]!;
    return sum;
  }
}
