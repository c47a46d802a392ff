import { joined, plainWriter, type Tokenizer } from "./tokenizer.ts";
import { isWordCharacter } from "./wordCharacter.ts";

/**
 * A token is a Unicode code point: an emoji outside the basic plane is one token, not two halves of a surrogate pair, and a
 * combining mark is a token of its own. Joining gives the very text back.
 */
export const characterTokenizer: Tokenizer = {
  order: "codePoint",
  promptTokens: 16,
  tokensPerUnit: 1,
  continuesWord: isWordCharacter,

  forEach(text, visit) {
    let start = 0;
    for (const character of text) {
      const end = start + character.length;
      visit(character, start, end);
      start = end;
    }
  },

  writer: () => plainWriter,
  join: (tokens) => joined(plainWriter, tokens),
};
