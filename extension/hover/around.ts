import { firstTokens, lastTokens } from "../../engine/text/ends.ts";
import type { LetterForm } from "../../engine/text/normalize.ts";
import { cleanCut, cleanCutAfter } from "../../engine/text/tokenizers/pieces.ts";
import { type Span, spanAt, type Tokenizer } from "../../engine/text/tokenizers/tokenizer.ts";

/** How a model reads. */
export interface Reads {
  readonly tokenizer: Tokenizer;
  readonly letters: LetterForm;
  /** Whether it spells words, which predictions complete. */
  readonly completesWords: boolean;
  /** Tokens that it is to read before a place. */
  readonly contextTokens: number;
  /** Tokens that it reads behind a place: of a model that fills blanks. */
  readonly tokensBehind: number;
}

/** The lines of a text. */
export interface Lines {
  readonly count: number;
  at(line: number): string;
}

/**
 * The whole token at a place of a line, however long it is; null where there is white space. A line may be a megabyte long, so only what
 * stands between two places where every tokenizer begins anew is cut.
 */
export function tokenAround(line: string, character: number, tokenizer: Tokenizer): Span | null {
  const from = cleanCut(line, character);
  const span = spanAt(tokenizer, line.slice(from, cleanCutAfter(line, character)), character - from);
  return span === null || span.token.trim() === "" ? null : { ...span, start: from + span.start, end: from + span.end };
}

/** UTF-16 units beside a place that are looked at first; four times as many each time that they hold too few tokens. */
const firstReach = 4096;

/** The end of the text before a place, whole lines of it, with as many tokens as the model reads: taking all of a megabyte would cost more than the prediction. */
export function contextBefore(lines: Lines, line: number, character: number, reads: Reads): string {
  const { tokenizer, letters, contextTokens } = reads;
  const backwards = [lines.at(line).slice(0, character)];
  let [top, units] = [line, character];
  for (let reach = firstReach; ; reach *= 4) {
    for (; top > 0 && units < reach; top--) {
      const above = lines.at(top - 1);
      backwards.push(above);
      units += above.length + 1;
    }
    const text = backwards.toReversed().join("\n");
    if (top === 0 || lastTokens(text, contextTokens, tokenizer, letters).length >= contextTokens) return text;
  }
}

/** The beginning of the text behind a place, in the same way; empty for a model that reads nothing there. */
export function contextBehind(lines: Lines, line: number, character: number, reads: Reads): string {
  const { tokenizer, letters, tokensBehind } = reads;
  if (tokensBehind === 0) return "";
  const read = [lines.at(line).slice(character)];
  let [next, units] = [line + 1, read[0]!.length];
  for (let reach = firstReach; ; reach *= 4) {
    for (; next < lines.count && units < reach; next++) {
      const below = lines.at(next);
      read.push(below);
      units += below.length + 1;
    }
    const text = read.join("\n");
    if (next === lines.count || firstTokens(text, tokensBehind, tokenizer, letters).length >= tokensBehind) return text;
  }
}
