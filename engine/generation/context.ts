import { normalizeText } from "../text/normalize.ts";
import { spans, type Tokenizer } from "../text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../text/vocabulary.ts";

/**
 * The last `limit` tokens of a text, as ids. A token that the vocabulary does not know becomes the unknown token; where there is
 * none, the context begins after the last such token, for the model has no way to read it.
 */
export function contextIds(text: string, limit: number, tokenizer: Tokenizer, vocabulary: Vocabulary): number[] {
  const units = limit * tokenizer.unitsPerToken;
  const tokens = spans(tokenizer, normalizeText(text.slice(-units - 1))).map(({ token }) => token);
  // What the cut has halved stands in front, and there is more than enough behind it.
  if (text.length > units + 1) tokens.shift();
  const ids: number[] = [];
  for (const token of tokens.slice(-limit)) {
    const id = vocabulary.idOf(token) ?? vocabulary.unknown;
    if (id === null) ids.length = 0;
    else ids.push(id);
  }
  return ids;
}
