import { type LetterForm, normalizeText } from "./normalize.ts";
import { cleanCut } from "./tokenizers/pieces.ts";
import type { Tokenizer } from "./tokenizers/tokenizer.ts";

/** UTF-16 units that are counted first; four times as many each time that they hold too few tokens. */
const firstReach = 2 ** 16;

/**
 * How many tokens a text has; where it has at least `enough`, only that: a number that is at least as large. So a large text costs no more
 * than its beginning.
 */
export function countTokens(text: string, tokenizer: Tokenizer, enough: number, form: LetterForm = "asWritten"): number {
  for (let reach = firstReach; ; reach *= 4) {
    const end = reach < text.length ? cleanCut(text, reach) : text.length;
    let count = 0;
    tokenizer.forEach(normalizeText(text.slice(0, end), form), () => count++);
    if (end === text.length || count >= enough) return count;
  }
}

/** T, tokens of a sequence, and N, rows of a batch. */
export interface Lengths {
  readonly sequenceLength: number;
  readonly batchSize: number;
}

/** Rows of a batch that are usual: enough for SIMD, and few enough that a small text fills them. */
const usualRows = 8;

/**
 * T and N with which a text of so many tokens fills a whole batch, if it has at least two: a stream of T tokens needs T + 1 in each row,
 * and so does a window.
 *
 * @param usual T of a text that is long enough @param chosen what a person fixed
 */
export function suitedLengths(
  tokens: number,
  batching: "streams" | "windows",
  usual: number,
  chosen: Partial<Lengths> = {},
): Lengths {
  const room = Math.max(1, Math.floor(tokens / (chosen.batchSize ?? 1)) - 1);
  const sequenceLength = chosen.sequenceLength ?? Math.min(usual, room);
  const rows = batching === "streams" ? Math.floor(tokens / (sequenceLength + 1)) : tokens - sequenceLength;
  return { sequenceLength, batchSize: chosen.batchSize ?? Math.min(usualRows, Math.max(1, rows)) };
}
