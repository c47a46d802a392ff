import { draw, keepTopK, keepTopP } from "./distribution.ts";
import type { Reader, Reading } from "./reader.ts";

/** Uniform in [0, 1). */
export type Uniform = () => number;

/** What of a distribution is drawn from, after the temperature; null for all of it. */
export interface Cutoff {
  /** Only the k most probable tokens. */
  readonly topK: number | null;
  /** Only the fewest most probable tokens that together have this probability. */
  readonly topP: number | null;
}

export interface DrawnToken {
  readonly id: number;
  /** At temperature 1 and among all tokens, whatever it was drawn with. */
  readonly probability: number;
}

/**
 * Text from a model, one token at a time, so that a long sample can be put aside between any two of them. The next token is
 * drawn from softmax(logits / temperature), of which the unknown token has no part, cut off where that is asked for, and read in turn.
 * At temperature 0 it is the most probable one each time.
 */
export class Sampler {
  private readonly reader: Reader;
  private readonly temperature: number;
  private readonly unknown: number | null;
  private readonly uniform: Uniform;
  private readonly cutoff: Cutoff;
  private reading: Reading;
  private toRead: readonly number[];

  /** @param prompt at least one token */
  constructor(
    reader: Reader,
    prompt: readonly number[],
    temperature: number,
    unknown: number | null,
    uniform: Uniform,
    cutoff: Cutoff = { topK: null, topP: null },
  ) {
    this.reader = reader;
    this.temperature = temperature;
    this.unknown = unknown;
    this.uniform = uniform;
    this.cutoff = cutoff;
    this.reading = reader.start;
    this.toRead = prompt;
  }

  next(): DrawnToken {
    this.reading = this.reader.read(this.reading, this.toRead);
    const id = this.draw();
    this.toRead = [id];
    return { id, probability: this.reader.probabilities(0)[id]! };
  }

  private draw(): number {
    const probabilities = this.reader.probabilities(0, this.temperature, this.unknown);
    const { topK, topP } = this.cutoff;
    if (topK !== null) keepTopK(probabilities, topK);
    if (topP !== null) keepTopP(probabilities, topP);
    return draw(probabilities, this.uniform());
  }
}
