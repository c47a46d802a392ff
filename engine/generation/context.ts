import { firstTokens, lastTokens } from "../text/ends.ts";
import type { LetterForm } from "../text/normalize.ts";
import type { Tokenizer } from "../text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../text/vocabulary.ts";

/**
 * The last `limit` tokens of a text, as ids. A token that the vocabulary does not know becomes the unknown token; where there is
 * none, the context begins after the last such token, for the model has no way to read it.
 *
 * @param form as the text was written that the model was trained on
 */
export function contextIds(
  text: string,
  limit: number,
  tokenizer: Tokenizer,
  vocabulary: Vocabulary,
  form: LetterForm = "asWritten",
): number[] {
  const ids: number[] = [];
  for (const token of lastTokens(text, limit, tokenizer, form)) {
    const id = vocabulary.idOf(token) ?? vocabulary.unknown;
    if (id === null) ids.length = 0;
    else ids.push(id);
  }
  return ids;
}

/** The first `limit` tokens of a text, as ids, as far as the vocabulary knows them. */
export function idsAtStart(
  text: string,
  limit: number,
  tokenizer: Tokenizer,
  vocabulary: Vocabulary,
  form: LetterForm = "asWritten",
): number[] {
  const ids: number[] = [];
  for (const token of firstTokens(text, limit, tokenizer, form)) {
    const id = vocabulary.idOf(token) ?? vocabulary.unknown;
    if (id === null) break;
    ids.push(id);
  }
  return ids;
}
