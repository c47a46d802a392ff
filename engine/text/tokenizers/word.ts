import { type Cut, spacedTokenizer, type Whitespace } from "./spaced.ts";
import { ProseSpacing } from "./spacing.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { cutUnicodeWords } from "./unicodeWord.ts";
import { wordCharacters } from "./wordCharacter.ts";

/**
 * What a word is.
 * - `letters`: a run of letters, marks and digits. Apostrophes and hyphens inside belong to it ("don't", "well-being"), and so do point and
 *   comma inside a number; a run of one mark is one token ("--", "..."). Saved models of version 1 were trained on these.
 * - `unicode`: Unicode's own rules, see {@link cutUnicodeWords}.
 */
export const wordRules = ["letters", "unicode"] as const;
export type WordRules = (typeof wordRules)[number];

/**
 * A token is a word, or a punctuation mark. Case is kept: "The" opens sentences and "the" does not, which the network may learn, and a
 * hover shows words as they are written. It costs a somewhat larger vocabulary.
 */
export function wordTokenizerOf(rules: WordRules, whitespace: Whitespace): Tokenizer {
  return spacedTokenizer(rules === "letters" ? cutLetters : cutUnicodeWords, () => new ProseSpacing(), whitespace);
}

const insideWord = String.raw`['’\-]|(?<=\p{N})[.,](?=\p{N})`;
const tokenPattern = String.raw`${wordCharacters}+(?:(?:${insideWord})${wordCharacters}+)*|(\S)\1*`;

const cutLetters: Cut = (text, visit) => {
  const pattern = new RegExp(tokenPattern, "gu");
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
    visit(match[0], match.index, match.index + match[0].length);
};

/** The words that a name alone asks for. */
export const wordTokenizer: Tokenizer = wordTokenizerOf("letters", "restored");
