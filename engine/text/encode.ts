import { EngineError } from "../errors/errors.ts";
import type { Tokenizer } from "./tokenizers/tokenizer.ts";
import { compareCodePoints, maximumVocabulary, unknownToken, Vocabulary } from "./vocabulary.ts";

export interface EncodedText {
  readonly vocabulary: Vocabulary;
  /** One id for each token of the text. */
  readonly ids: Int32Array;
}

/**
 * Builds the vocabulary of a text and encodes the text with it, in one pass over the text. The same text always gives the same
 * ids. A text with more than `maximum` different tokens keeps the most frequent ones, and the rest becomes `<unk>`.
 */
export function encodeNewText(text: string, tokenizer: Tokenizer, maximum = maximumVocabulary): EncodedText {
  const { ids, tokens, counts } = encodeByFirstAppearance(text, tokenizer);
  const kept = mostFrequent(tokens, counts, tokens.length > maximum ? maximum - 1 : maximum);
  if (tokenizer.order === "codePoint") kept.sort((a, b) => compareCodePoints(tokens[a]!, tokens[b]!));
  const bounded = kept.length < tokens.length;
  const newIds = new Int32Array(tokens.length).fill(kept.length);
  for (const [id, old] of kept.entries()) newIds[old] = id;
  for (let i = 0; i < ids.length; i++) ids[i] = newIds[ids[i]!]!;
  const names = kept.map((old) => tokens[old]!);
  return { ids, vocabulary: bounded ? new Vocabulary([...names, unknownToken], kept.length) : new Vocabulary(names, null) };
}

function encodeByFirstAppearance(text: string, tokenizer: Tokenizer) {
  const known = new Map<string, number>();
  const tokens: string[] = [];
  const counts: number[] = [];
  const ids = roomFor(text);
  let length = 0;
  tokenizer.forEach(text, (token) => {
    let id = known.get(token);
    if (id === undefined) {
      id = tokens.length;
      known.set(token, id);
      tokens.push(token);
      counts.push(0);
    }
    counts[id]!++;
    ids[length++] = id;
  });
  return { ids: ids.subarray(0, length), tokens, counts };
}

/** An id for each UTF-16 unit is the most there can be. What words leave of it is never written, and so never becomes memory. */
function roomFor(text: string): Int32Array {
  return new Int32Array(text.length);
}

/** At most `limit` positions in `tokens`, by falling count, then by code point. */
function mostFrequent(tokens: readonly string[], counts: readonly number[], limit: number): number[] {
  const order = tokens.map((_, i) => i);
  order.sort((a, b) => counts[b]! - counts[a]! || compareCodePoints(tokens[a]!, tokens[b]!));
  return order.slice(0, limit);
}

/**
 * A text in the ids of a vocabulary that was built from another one.
 *
 * @throws EngineError `unknownTokens`, naming the first few, where the vocabulary has no unknown token to stand for them.
 */
export function encodeKnownText(text: string, tokenizer: Tokenizer, vocabulary: Vocabulary): Int32Array {
  const ids = roomFor(text);
  const missing = new Set<string>();
  let length = 0;
  tokenizer.forEach(text, (token) => {
    const id = vocabulary.idOf(token) ?? vocabulary.unknown;
    if (id === null) missing.add(token);
    else ids[length++] = id;
  });
  if (missing.size > 0) throw unknownTokens(missing);
  return ids.subarray(0, length);
}

function unknownTokens(missing: ReadonlySet<string>): EngineError {
  const some = [...missing].slice(0, 5).map((token) => JSON.stringify(token));
  const more = missing.size > some.length ? ` and ${missing.size - some.length} more` : "";
  return new EngineError(
    "unknownTokens",
    `The text has ${missing.size === 1 ? "a token" : "tokens"} that the saved model does not know: ${some.join(", ")}${more}.`,
    "Train a new model on this text.",
  );
}
