import { type Position, Range, type TextDocument } from "vscode";
import { wordTokenizer } from "../../engine/text/tokenizers/word.ts";
import { isWordCharacter } from "../../engine/text/tokenizers/wordCharacter.ts";
import { contextBefore, contextBehind, type Lines, type Reads, tokenAround } from "./around.ts";

export interface Place {
  readonly range: Range;
  /** The token; the word, where the model spells words. */
  readonly actual: string;
  /** The end of the text before it. */
  readonly context: string;
  /** The beginning of the text behind it, for a model that reads on both sides. */
  readonly after: string;
}

/** What stands at a position, as a model reads it; null for white space, and for a mark where the model completes words. */
export function placeAt(document: TextDocument, { line, character }: Position, reads: Reads): Place | null {
  const { completesWords, tokenizer } = reads;
  const span = tokenAround(document.lineAt(line).text, character, completesWords ? wordTokenizer : tokenizer);
  if (span === null || (completesWords && !isWordCharacter(span.token))) return null;
  const lines: Lines = { count: document.lineCount, at: (number) => document.lineAt(number).text };
  return {
    range: new Range(line, span.start, line, span.end),
    actual: span.token,
    context: contextBefore(lines, line, span.start, reads),
    after: contextBehind(lines, line, span.end, reads),
  };
}
