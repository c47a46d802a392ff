import { characterTokenizer } from "../../text/tokenizers/character.ts";
import { wordTokenizer } from "../../text/tokenizers/word.ts";
import { entry } from "../entry.ts";

/** The tokenizers that the engine brings with it. */
export const tokenizers = [
  entry({
    kind: "tokenizer",
    name: "character",
    summary: "A token is a Unicode code point",
    options: {},
    build: () => characterTokenizer,
  }),
  entry({
    kind: "tokenizer",
    name: "word",
    summary: "A token is a word, a number or a mark",
    options: {},
    build: () => wordTokenizer,
  }),
];
