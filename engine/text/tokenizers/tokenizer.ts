/** Cuts a text into tokens and puts tokens together again. Holds no state. */
export interface Tokenizer {
  /** As the registry knows it. */
  readonly name: string;
  /** Whether its tokens are parts of words, so that a hover completes words of them. */
  readonly parts: boolean;
  /** UTF-16 units that the end of a text is cut down to for each token that is wanted: more than all but freak tokens have. */
  readonly unitsPerToken: number;
  /** Tokens that a sample begins after, in a model of streams: enough to be in the middle of something. */
  readonly promptTokens: number;
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
