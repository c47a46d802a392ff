import { byteTokenizer } from "../../text/tokenizers/bytes.ts";
import { characterTokenizer } from "../../text/tokenizers/character.ts";
import { graphemeTokenizer } from "../../text/tokenizers/grapheme.ts";
import { whitespaceNames } from "../../text/tokenizers/spaced.ts";
import { splitTokenizerOf } from "../../text/tokenizers/split.ts";
import { wordRules, wordTokenizer, wordTokenizerOf } from "../../text/tokenizers/word.ts";
import { entry } from "../entry.ts";
import { choice, said } from "../options.ts";

const whitespace = said(
  {
    ...choice(whitespaceNames, "restored"),
    meanings: {
      restored: "It is no token; a writer puts what mostly stands there.",
      lineEnds: "Each line end is a token, the rest is restored.",
      kept: "Whatever would not be restored as it stood is a token too, so that tokens alone give the text back.",
    },
  },
  "What becomes of the white space between words.",
);

/** The tokenizers that the engine brings with it. What a name alone gives stays as it is: saved models name theirs so. */
export const tokenizers = [
  entry({
    kind: "tokenizer",
    name: "character",
    summary: "A token is a Unicode code point, or a grapheme cluster: a letter with its marks, a flag, a joined emoji",
    options: {
      units: said(
        choice(["codePoint", "grapheme"], "codePoint"),
        "What a character is: a code point, or what a person sees as one.",
      ),
    },
    build: ({ units }) => (units === "grapheme" ? graphemeTokenizer : characterTokenizer),
  }),
  entry({
    kind: "tokenizer",
    name: "word",
    summary: "A token is a word, a number or a mark",
    options: {
      rules: said(
        {
          ...choice(wordRules, "letters"),
          meanings: {
            letters: "A run of letters, marks and digits, with the apostrophes and hyphens within it.",
            unicode: "What Unicode's own rules say, for scripts without blanks too.",
          },
        },
        "What a word is.",
      ),
      whitespace,
    },
    build: (options) =>
      options.rules === "letters" && options.whitespace === "restored"
        ? wordTokenizer
        : wordTokenizerOf(options.rules, options.whitespace),
  }),
  entry({
    kind: "tokenizer",
    name: "split",
    summary: "A token is what stands between two blanks, as in prepared corpora with their <unk> and <eos>",
    options: { whitespace },
    build: (options) => splitTokenizerOf(options.whitespace),
  }),
  entry({
    kind: "tokenizer",
    name: "bytes",
    summary: "A token is a byte of the text in UTF-8: at most 256 different ones, in any script",
    options: {},
    build: () => byteTokenizer,
  }),
];
