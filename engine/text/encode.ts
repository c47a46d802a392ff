import { EngineError } from "../errors/errors.ts";
import { namedToken } from "../words/tokens.ts";
import type { LetterForm } from "./normalize.ts";
import type { Tokenizer } from "./tokenizers/tokenizer.ts";
import { compareCodePoints, maximumVocabulary, unknownToken, Vocabulary } from "./vocabulary.ts";

export interface EncodedText {
  readonly vocabulary: Vocabulary;
  /** One id for each token of the text. */
  readonly ids: Int32Array;
}

/** Which tokens of a text get an id of their own; the rest becomes the unknown token. */
export interface VocabularyBounds {
  /** V is at most this, the unknown token included: the most frequent tokens stay. */
  readonly maximum: number;
  /** How often a token must occur. */
  readonly minimumCount: number;
}

export const usualBounds: VocabularyBounds = { maximum: maximumVocabulary, minimumCount: 1 };

/**
 * Builds the vocabulary of a text and encodes the text with it, in one pass over the text. The same text always gives the same
 * ids. A text that has an unknown token of its own, as prepared corpora do, keeps it as such.
 *
 * @throws EngineError `badConfiguration` where the bounds leave no token but the unknown one
 */
export function encodeNewText(text: string, tokenizer: Tokenizer, bounds: Partial<VocabularyBounds> = {}): EncodedText {
  const { ids, tokens, counts } = encodeByFirstAppearance(text, tokenizer);
  const kept = keptOf(tokens, counts, { ...usualBounds, ...bounds });
  if (tokenizer.order === "codePoint") kept.sort((a, b) => compareCodePoints(tokens[a]!, tokens[b]!));
  const bounded = kept.length < tokens.length;
  const newIds = new Int32Array(tokens.length).fill(kept.length);
  for (const [id, old] of kept.entries()) newIds[old] = id;
  for (let i = 0; i < ids.length; i++) ids[i] = newIds[ids[i]!]!;
  const names = kept.map((old) => tokens[old]!);
  return { ids, vocabulary: bounded ? new Vocabulary([...names, unknownToken], kept.length) : new Vocabulary(names, null) };
}

/** Positions in `tokens` of those that keep an id, by falling count, then by code point. */
function keptOf(tokens: readonly string[], counts: readonly number[], { maximum, minimumCount }: VocabularyBounds): number[] {
  // A text of nothing else has nothing that this one would be unknown beside.
  const isUnknown = (i: number) => tokens[i] === unknownToken && tokens.length > 1;
  const frequent = tokens.map((_, i) => i).filter((i) => counts[i]! >= minimumCount && !isUnknown(i));
  const bounded = frequent.length < tokens.length || frequent.length > maximum;
  const kept = mostFrequent(tokens, counts, frequent, bounded ? maximum - 1 : maximum);
  if (kept.length > 0 || tokens.length === 0) return kept;
  throw new EngineError(
    "badConfiguration",
    "These bounds of the vocabulary leave no token but the unknown one.",
    "Let it be larger, or let a token occur less often.",
  );
}

function encodeByFirstAppearance(text: string, tokenizer: Tokenizer) {
  const known = new Map<string, number>();
  const tokens: string[] = [];
  const counts: number[] = [];
  const ids = roomFor(text, tokenizer);
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

/** For the most ids that there can be. What the tokens leave of it is never written, and so never becomes memory. */
function roomFor(text: string, tokenizer: Tokenizer): Int32Array {
  return new Int32Array(text.length * tokenizer.tokensPerUnit);
}

/** At most `limit` of these positions in `tokens`, by falling count, then by code point. */
function mostFrequent(tokens: readonly string[], counts: readonly number[], places: readonly number[], limit: number): number[] {
  const order = places.toSorted((a, b) => counts[b]! - counts[a]! || compareCodePoints(tokens[a]!, tokens[b]!));
  return order.slice(0, limit);
}

/**
 * A text in the ids of a vocabulary that was built from another one.
 *
 * @throws EngineError `unknownTokens`, naming the first few, where the vocabulary has no unknown token to stand for them.
 */
export function encodeKnownText(text: string, tokenizer: Tokenizer, vocabulary: Vocabulary): Int32Array {
  const { ids, missing } = encodeBy(text, tokenizer, vocabulary);
  if (missing.size > 0) throw unknownTokens([...missing.keys()], vocabulary);
  return ids;
}

/**
 * A text in the ids of a vocabulary that was built from another one, and gains the tokens that it lacks: they are numbered after all
 * others, as they appear. With an unknown token it lacks none.
 *
 * @throws EngineError `unknownTokens` where the text is written in another form of letters than the vocabulary, so that the same letters
 *   would be learned twice, or where the vocabulary would have more than `maximum` tokens.
 */
export function encodeGrowing(text: string, tokenizer: Tokenizer, vocabulary: Vocabulary, maximum: number): EncodedText {
  const { ids, missing } = encodeBy(text, tokenizer, vocabulary);
  if (missing.size === 0) return { ids, vocabulary };
  const names = [...missing.keys()];
  const tooMany = vocabulary.size + names.length > Math.max(maximum, vocabulary.size);
  if (tooMany || otherForm(names, vocabulary) !== null) throw unknownTokens(names, vocabulary);
  return { ids, vocabulary: new Vocabulary([...vocabulary.tokens, ...names], null) };
}

/** @returns the ids, and what the vocabulary has no id for, with those that it would get */
function encodeBy(text: string, tokenizer: Tokenizer, vocabulary: Vocabulary) {
  const ids = roomFor(text, tokenizer);
  const missing = new Map<string, number>();
  let length = 0;
  tokenizer.forEach(text, (token) => {
    const id = vocabulary.idOf(token) ?? vocabulary.unknown ?? missing.get(token);
    if (id === undefined) missing.set(token, vocabulary.size + missing.size);
    ids[length++] = id ?? missing.get(token)!;
  });
  return { ids: ids.subarray(0, length), missing };
}

function unknownTokens(missing: readonly string[], vocabulary: Vocabulary): EngineError {
  const some = missing.slice(0, 5).map(namedToken);
  const more = missing.length > some.length ? ` and ${missing.length - some.length} more` : "";
  const form = otherForm(missing, vocabulary);
  return new EngineError(
    "unknownTokens",
    `The text has ${missing.length === 1 ? "a token" : "tokens"} that the saved model does not know: ${some.join(", ")}${more}.`,
    form === null
      ? "Train a new model on this text."
      : `The model's own text writes letters with marks in another form (${form}): write this one so too, or train a new model on it.`,
  );
}

/** The form in which a vocabulary does know all that is missing; null where there is none. */
function otherForm(missing: readonly string[], vocabulary: Vocabulary): LetterForm | null {
  const knows = (token: string) => vocabulary.idOf(token) !== null;
  const forms = ["NFC", "NFD"] as const;
  return (
    forms.find((form) => missing.every((token) => knows(token.normalize(form)) || [...token.normalize(form)].every(knows))) ??
    null
  );
}
