/**
 * Cuts a text into tokens and puts tokens together again. Holds no state.
 *
 * A line end stands in no token with anything else, and what follows it is cut the same whatever came before; so does what follows
 * white space, if it is a letter or a digit. That is why the end of a text can be read without its beginning.
 */
export interface Tokenizer {
  /**
   * How a vocabulary of its tokens is ordered: characters by code point, so that a heatmap's rows read a b c; words by falling
   * frequency, so that the common ones stand first and the rare ones are those that a bounded vocabulary leaves out.
   */
  readonly order: "codePoint" | "frequency";
  /** Tokens that a sample begins after, in a model of streams: enough to be in the middle of something. */
  readonly promptTokens: number;
  /** At most so many tokens for each UTF-16 unit of a text. */
  readonly tokensPerUnit: 1 | 2 | 3;
  /** Where words are spelled with several tokens: whether a word can go on with this one. Null where a token is a word. */
  readonly continuesWord: ((token: string) => boolean) | null;
  /** Every token in turn. `start` and `end` are its half-open place in the text, in UTF-16 units, as editors count. */
  forEach(text: string, visit: Visit): void;
  /** Text of tokens, one after the other. */
  writer(): Writer;
  /** Text of tokens, all at once: what a new writer makes of them. */
  join(tokens: readonly string[]): string;
}

export type Visit = (token: string, start: number, end: number) => void;

/** Writes text token by token. Where white space is no token, it knows what mostly stands between two tokens. */
export interface Writer {
  /** White space that it would put between what it has written and this token. */
  gap(token: string): string;
  /** @param gap what really stood before the token, where that is known @returns what is added to the text, the gap in front */
  write(token: string, gap?: string): string;
  /** What it has held back so far, such as half a character. */
  end(): string;
}

/** A new writer's text of tokens. */
export function joined(writer: Writer, tokens: readonly string[]): string {
  return tokens.map((token) => writer.write(token)).join("") + writer.end();
}

/** The writer of tokens that are pieces of the text as it stands. */
export const plainWriter: Writer = { gap: () => "", write: (token, gap = "") => gap + token, end: () => "" };

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
