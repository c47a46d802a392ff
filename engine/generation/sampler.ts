import { draw } from "./distribution.ts";
import type { Reader, Reading } from "./reader.ts";

/** Uniform in [0, 1). */
export type Uniform = () => number;

export interface DrawnToken {
  readonly id: number;
  /** At temperature 1, whatever it was drawn with. */
  readonly probability: number;
}

/**
 * Text from a model, one token at a time, so that a long sample can be put aside between any two of them. The next token is
 * drawn from softmax(logits / temperature) and read in turn; the unknown token is never drawn.
 */
export class Sampler {
  private readonly reader: Reader;
  private readonly temperature: number;
  private readonly unknown: number | null;
  private readonly uniform: Uniform;
  private reading: Reading;
  private toRead: readonly number[];

  /** @param prompt at least one token */
  constructor(reader: Reader, prompt: readonly number[], temperature: number, unknown: number | null, uniform: Uniform) {
    this.reader = reader;
    this.temperature = temperature;
    this.unknown = unknown;
    this.uniform = uniform;
    this.reading = reader.start;
    this.toRead = prompt;
  }

  next(): DrawnToken {
    this.reading = this.reader.read(this.reading, this.toRead);
    const id = draw(this.reader.probabilities(0, this.temperature), this.uniform(), this.unknown);
    this.toRead = [id];
    return { id, probability: this.reader.probabilities(0)[id]! };
  }
}
