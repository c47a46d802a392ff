import type { TokenizerName } from "../../training/config.ts";
import { characterTokenizer } from "./character.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { wordTokenizer } from "./word.ts";

const tokenizers: { readonly [K in TokenizerName]: Tokenizer } = { character: characterTokenizer, word: wordTokenizer };

export function tokenizerByName(name: TokenizerName): Tokenizer {
  return tokenizers[name];
}
