import { type LetterForm, normalizeText } from "./normalize.ts";
import { cleanCut } from "./tokenizers/pieces.ts";
import { spans, type Tokenizer } from "./tokenizers/tokenizer.ts";

/** UTF-16 units of a text's end that are looked at first; four times as many each time that they hold too few tokens. */
const firstReach = 4096;

/**
 * The last tokens of a text, at most `limit`, wherever they stand: the same as if all of it had been cut, but no more of it is cut than
 * it takes.
 */
export function lastTokens(text: string, limit: number, tokenizer: Tokenizer, form: LetterForm = "asWritten"): string[] {
  for (let reach = firstReach; ; reach *= 4) {
    const from = reach < text.length ? beginningBefore(text, text.length - reach) : 0;
    // A byte order mark goes from the front of the text, and from nowhere else.
    const end = normalizeText(from === 0 ? text : `\uFEFF${text.slice(from)}`, form);
    const tokens = tokensOf(tokenizer, end);
    if (from === 0 || tokens.length >= limit) return tokens.slice(Math.max(0, tokens.length - limit));
  }
}

/** The first tokens of a text, at most `limit`, in the same way. */
export function firstTokens(text: string, limit: number, tokenizer: Tokenizer, form: LetterForm = "asWritten"): string[] {
  for (let reach = firstReach; ; reach *= 4) {
    const end = reach < text.length ? cleanCut(text, reach) : text.length;
    const tokens = tokensOf(tokenizer, normalizeText(text.slice(0, end), form));
    // The last one may be white space that is a token only because the text seems to end there.
    if (end === text.length || tokens.length > limit) return tokens.slice(0, limit);
  }
}

const tokensOf = (tokenizer: Tokenizer, text: string): string[] => spans(tokenizer, text).map(({ token }) => token);

/** Units of a line that is looked through for its beginning. */
const longLine = 2 ** 18;

/** A line's beginning, where all begins anew; within a line that is longer than any that a person writes, a place where words do. */
function beginningBefore(text: string, at: number): number {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  return at - line <= longLine ? line : cleanCut(text, at);
}
