import { EngineError } from "../errors/errors.ts";
import { placedAt } from "../errors/placed.ts";
import type { NamedSpec } from "../layers/networkSpec.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { readNamed } from "../registry/named.ts";
import type { Registry } from "../registry/registry.ts";
import type { RunData } from "../tasks/data.ts";
import { cutTail } from "../text/batching/split.ts";
import { encodeKnownText, encodeNewText } from "../text/encode.ts";
import { normalizeText } from "../text/normalize.ts";
import type { Tokenizer } from "../text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../text/vocabulary.ts";

/** @throws EngineError `badConfiguration` for an unknown name. */
export function tokenizerOf(registry: Registry, spec: NamedSpec): Tokenizer {
  const { entry, options } = readNamed(registry, ["tokenizer"], spec);
  return registry.build("tokenizer", entry.name, options, null);
}

/**
 * What a run reads of its text.
 * @param validation another text that tells how well this one is learned
 * @param known the vocabulary of a saved model that goes on; null for a new one
 * @throws EngineError `emptyText`, `unknownTokens`, `tooManyTokens`
 */
export function readData(
  registry: Registry,
  recipe: WholeRecipe,
  text: string,
  known: Vocabulary | null,
  validation: string | null = null,
): RunData {
  try {
    return encode(registry, recipe, normalizeText(text), known, validation);
  } catch (error) {
    // What the platform throws where an array or a map would be too large.
    if (!(error instanceof RangeError)) throw error;
    const advice = "Train on a part of it.";
    throw new EngineError("tooManyTokens", "The text has more tokens than this machine has memory for.", advice);
  }
}

function encode(
  registry: Registry,
  { text: options, training }: WholeRecipe,
  text: string,
  known: Vocabulary | null,
  validationText: string | null,
): RunData {
  const tokenizer = tokenizerOf(registry, options.tokenizer);
  const { ids, vocabulary } =
    known === null
      ? encodeNewText(text, ordered(tokenizer, options.order), options.vocabulary ?? undefined)
      : { vocabulary: known, ids: encodeKnownText(text, tokenizer, known) };
  const { part } = training.validation;
  const place = ["training", "validation", "part"];
  const cut = part > 0 ? placedAt(place, () => cutTail(ids.length, part, { training: 2 })) : ids.length;
  return {
    kind: "tokens",
    tokenizer,
    vocabulary,
    ids: ids.subarray(0, cut),
    validation: validationOf(ids, cut, validationText, tokenizer, vocabulary),
  };
}

/** Another text where one is given, else the tail of this one. */
function validationOf(
  ids: Int32Array,
  cut: number,
  text: string | null,
  tokenizer: Tokenizer,
  vocabulary: Vocabulary,
): RunData["validation"] {
  const place = ["training", "validation", "file"];
  if (text !== null) return { ids: placedAt(place, () => encodeKnownText(normalizeText(text), tokenizer, vocabulary)), from: 0 };
  return cut < ids.length ? { ids, from: cut } : null;
}

const ordered = (tokenizer: Tokenizer, order: WholeRecipe["text"]["order"]): Tokenizer =>
  order === "codePoint" ? { ...tokenizer, order } : tokenizer;
