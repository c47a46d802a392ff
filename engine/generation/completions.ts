import { isWordCharacter } from "../text/tokenizers/word.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { Best } from "./best.ts";
import type { Reader, Reading } from "./reader.ts";

export interface Candidate {
  readonly text: string;
  readonly probability: number;
}

/** After this many characters a beam is given up: the search must end, and hardly a word is longer. */
const longestCompletion = 24;

interface Beam {
  readonly reading: Reading;
  readonly ids: readonly number[];
  readonly probability: number;
}

/**
 * The most probable words after a context, by a character model: a beam search whose beams are the rows of one batch.
 *
 * A word's probability is that of its characters one after the other, times that of a character that ends it: so the
 * probabilities of all words sum to one, and a word can be compared with a longer one that it begins. A beam only loses probability
 * as it grows, so the search is over as soon as no open beam exceeds the last of the candidates that are asked for.
 */
export class CompletionSearch {
  private readonly reader: Reader;
  private readonly vocabulary: Vocabulary;
  /** By id: whether a word can go on with it. */
  private readonly continues: readonly boolean[];

  constructor(reader: Reader, vocabulary: Vocabulary) {
    this.reader = reader;
    this.vocabulary = vocabulary;
    this.continues = vocabulary.tokens.map((token, id) => id !== vocabulary.unknown && isWordCharacter(token));
  }

  /** @param reading after the context @param next what comes after it, [V] */
  search(reading: Reading, next: Float64Array, count: number): Candidate[] {
    const words = new Best<Candidate>(count);
    const first = new Best<Beam>(this.reader.rows);
    this.grow({ reading, ids: [], probability: 1 }, next, first);
    let beams = first.items;
    for (let length = 1; beams.length > 0 && length <= longestCompletion; length++) beams = this.step(beams, words);
    return words.items;
  }

  /** Each beam reads its last character; its word, ended here, is offered, and its best continuations are the next beams. */
  private step(beams: readonly Beam[], words: Best<Candidate>): Beam[] {
    const open = new Best<Beam>(this.reader.rows);
    const readings = this.reader.advance(
      beams.map(({ reading }) => reading),
      beams.map(({ ids }) => ids.slice(-1)),
    );
    for (const [row, beam] of beams.entries()) {
      const next = this.reader.probabilities(row);
      const probability = beam.probability * this.endProbability(next);
      words.offer(probability, { text: beam.ids.map((id) => this.vocabulary.token(id)).join(""), probability });
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

  /** Of any character that is no part of a word. */
  endProbability(next: Float64Array): number {
    let sum = 0;
    for (let id = 0; id < next.length; id++) if (!this.continues[id]) sum += next[id]!;
    return sum;
  }
}
