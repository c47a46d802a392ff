import type { Tokenizer } from "./tokenizer.ts";

/**
 * A token is a Unicode code point: an emoji outside the basic plane is one token, not two halves of a surrogate pair, and a
 * combining mark is a token of its own. Joining gives the very text back.
 */
export const characterTokenizer: Tokenizer = {
  name: "character",
  parts: true,
  unitsPerToken: 2,
  promptTokens: 16,
  order: "codePoint",

  forEach(text, visit) {
    let start = 0;
    for (const character of text) {
      const end = start + character.length;
      visit(character, start, end);
      start = end;
    }
  },

  join: (tokens) => tokens.join(""),
};
