import { type LetterForm, letterForms, normalizeText } from "./normalize.ts";
import type { Tokenizer } from "./tokenizers/tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface EncodedPrompt {
  readonly ids: readonly number[];
  /**
   * The different tokens that the vocabulary does not know. Where it has an unknown token, that one stands for them among the ids; else
   * they are left out.
   */
  readonly missing: readonly string[];
}

/**
 * What a person wrote for a model to go on from. Where the model's text keeps letters as they were written, the prompt is tried in all
 * forms, for what is typed as one code point may be two in the text: the first one of which most is known is taken.
 *
 * @param form as the model's text was written
 */
export function encodePrompt(
  text: string,
  tokenizer: Tokenizer,
  vocabulary: Vocabulary,
  form: LetterForm = "asWritten",
): EncodedPrompt {
  const tried = (form === "asWritten" ? letterForms : [form]).map((each) => encodeIn(each, text, tokenizer, vocabulary));
  return tried.reduce((best, next) => (next.missing.length < best.missing.length ? next : best));
}

function encodeIn(form: LetterForm, text: string, tokenizer: Tokenizer, vocabulary: Vocabulary): EncodedPrompt {
  const ids: number[] = [];
  const missing = new Set<string>();
  tokenizer.forEach(normalizeText(text, form), (token) => {
    const id = vocabulary.idOf(token);
    if (id === null) missing.add(token);
    const read = id ?? vocabulary.unknown;
    if (read !== null) ids.push(read);
  });
  return { ids, missing: [...missing] };
}
