import { type Position, Range, type TextDocument } from "vscode";
import { spanAt } from "../../engine/text/tokenizers/tokenizer.ts";
import { wordTokenizer } from "../../engine/text/tokenizers/word.ts";
import { isWordCharacter } from "../../engine/text/tokenizers/wordCharacter.ts";

/** UTF-16 units around the pointer in which its word is looked for: a line may be a megabyte long. */
const reach = 200;
/** UTF-16 units before the word that are handed over; more than any model reads. */
const contextLength = 4000;

export interface Place {
  readonly range: Range;
  /** The word, or the punctuation mark. */
  readonly actual: string;
  /** The end of the text before it. */
  readonly context: string;
}

/** What stands at a position; null for white space. */
export function placeAt(document: TextDocument, position: Position): Place | null {
  const line = document.lineAt(position.line).text;
  const from = Math.max(0, position.character - reach);
  const span = spanAt(wordTokenizer, line.slice(from, position.character + reach), position.character - from);
  if (span === null) return null;
  const range = new Range(position.line, from + span.start, position.line, from + span.end);
  return { range, actual: span.token, context: textBefore(document, range.start) };
}

export const isWord = ({ actual }: Place): boolean => isWordCharacter(actual);

/** Only the last part of it: taking a whole text of a megabyte at each hover would cost more than the prediction. */
function textBefore(document: TextDocument, end: Position): string {
  const start = document.positionAt(Math.max(0, document.offsetAt(end) - contextLength));
  return document.getText(new Range(start, end));
}
