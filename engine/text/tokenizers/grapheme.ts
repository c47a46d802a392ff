import { forEachPiece } from "./pieces.ts";
import { segmenter } from "./segmenter.ts";
import { joined, plainWriter, type Tokenizer } from "./tokenizer.ts";
import { isWordCharacter } from "./wordCharacter.ts";

const clusters = segmenter("grapheme");

/**
 * A token is an extended grapheme cluster (Unicode Standard Annex #29), what a person calls a character: a letter with its marks, a
 * flag, an emoji with its modifiers and joiners. Joining gives the very text back.
 */
export const graphemeTokenizer: Tokenizer = {
  order: "codePoint",
  promptTokens: 16,
  tokensPerUnit: 1,
  continuesWord: isWordCharacter,

  forEach(text, visit) {
    forEachPiece(text, (from, to) => {
      for (const { segment, index } of clusters().segment(text.slice(from, to)))
        visit(segment, from + index, from + index + segment.length);
    });
  },

  writer: () => plainWriter,
  join: (tokens) => joined(plainWriter, tokens),
};
