import type { Tokenizer } from "./tokenizer.ts";

/**
 * A token is a word, or a punctuation mark. Apostrophes and hyphens inside a word belong to it ("don't", "well-being"), and so do
 * point and comma inside a number; a run of one mark is one token ("--", "..."). White space is no token, line breaks included.
 *
 * Case is kept: "The" opens sentences and "the" does not, which the network may learn, and a hover shows words as they are
 * written. It costs a somewhat larger vocabulary.
 */
export const wordTokenizer: Tokenizer = {
  name: "word",
  parts: false,
  unitsPerToken: 40,
  promptTokens: 4,
  order: "frequency",

  forEach(text, visit) {
    const pattern = new RegExp(tokenPattern, "gu");
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
      visit(match[0], match.index, match.index + match[0].length);
  },

  join(tokens) {
    const quotes = new Set<string>();
    let text = "";
    let gap = false;
    for (const token of tokens) {
      const side = sideOf(token, quotes);
      if (gap && side !== "closes") text += " ";
      text += token;
      gap = side !== "opens";
    }
    return text;
  },
};

const wordCharacters = String.raw`[\p{L}\p{M}\p{N}_]`;
const insideWord = String.raw`['’\-]|(?<=\p{N})[.,](?=\p{N})`;
const tokenPattern = String.raw`${wordCharacters}+(?:(?:${insideWord})${wordCharacters}+)*|(\S)\1*`;

const isWordCharacterPattern = new RegExp(`^${wordCharacters}`, "u");

/** Letters, their marks, digits and the low line: what a completion of a character model goes on with, and ends before. */
export function isWordCharacter(character: string): boolean {
  return isWordCharacterPattern.test(character);
}

/** Whether a token clings to what follows (`opens`), to what stands before it (`closes`), or to neither. */
function sideOf(token: string, quotes: Set<string>): "opens" | "closes" | "stands" {
  if (/^[([{“‘«¿¡#$£]+$/u.test(token)) return "opens";
  if (/^[)\]}”’».,;:!?…%]+$/u.test(token)) return "closes";
  if (token !== '"' && token !== "'") return "stands";
  // A straight quote opens and closes in turn; an apostrophe that begins a word ('tis) is thereby taken for one.
  if (quotes.delete(token)) return "closes";
  quotes.add(token);
  return "opens";
}
