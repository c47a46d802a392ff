import type { Tokenizer } from "./tokenizers/tokenizer.ts";

/** Where the text has other white space than its tokens' writer would put. */
export interface Gap {
  /** It stands before this token, counted from 0; the number of all tokens for what stands behind the last. */
  readonly at: number;
  readonly text: string;
}

/** A text cut into tokens, with what they leave of it: together they are the text. */
export interface Passage {
  readonly tokens: readonly string[];
  /** In the order of their places. Empty where each unit of the text is in some token. */
  readonly gaps: readonly Gap[];
}

/** @param text already normalized */
export function cutPassage(text: string, tokenizer: Tokenizer): Passage {
  const writer = tokenizer.writer();
  const tokens: string[] = [];
  const gaps: Gap[] = [];
  let endOfLast = 0;
  tokenizer.forEach(text, (token, start, end) => {
    const gap = text.slice(endOfLast, Math.max(start, endOfLast));
    if (gap !== writer.gap(token)) gaps.push({ at: tokens.length, text: gap });
    writer.write(token, gap);
    tokens.push(token);
    endOfLast = end;
  });
  if (endOfLast < text.length) gaps.push({ at: tokens.length, text: text.slice(endOfLast) });
  return { tokens, gaps };
}

/** The very text that the passage was cut from. */
export function joinPassage({ tokens, gaps }: Passage, tokenizer: Tokenizer): string {
  const writer = tokenizer.writer();
  const known = new Map(gaps.map(({ at, text }) => [at, text]));
  const written = tokens.map((token, at) => writer.write(token, known.get(at)));
  return written.join("") + writer.end() + (known.get(tokens.length) ?? "");
}
