import type { TokenizerName } from "../../recipe/config.ts";

/** Cuts a text into tokens and puts tokens together again. Holds no state. */
export interface Tokenizer {
  readonly name: TokenizerName;
  /**
   * How a vocabulary of its tokens is ordered: characters by code point, so that a heatmap's rows read a b c; words by falling
   * frequency, so that the common ones stand first and the rare ones are those that a bounded vocabulary leaves out.
   */
  readonly order: "codePoint" | "frequency";
  /** Every token in turn. `start` and `end` are its half-open place in the text, in UTF-16 units, as editors count. */
  forEach(text: string, visit: (token: string, start: number, end: number) => void): void;
  /** Readable text of tokens. */
  join(tokens: readonly string[]): string;
}

export interface Span {
  readonly token: string;
  readonly start: number;
  readonly end: number;
}

/** All tokens with their places; for passages, not for whole books. */
export function spans(tokenizer: Tokenizer, text: string): Span[] {
  const found: Span[] = [];
  tokenizer.forEach(text, (token, start, end) => found.push({ token, start, end }));
  return found;
}

/** The token that covers `offset`, or the one that begins there; null in what is no token. */
export function spanAt(tokenizer: Tokenizer, text: string, offset: number): Span | null {
  return spans(tokenizer, text).find(({ start, end }) => start <= offset && offset < end) ?? null;
}
