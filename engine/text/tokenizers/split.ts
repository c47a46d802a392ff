import { spacedTokenizer, type Whitespace } from "./spaced.ts";
import { BlankSpacing } from "./spacing.ts";
import type { Tokenizer, Visit } from "./tokenizer.ts";

/** A token is whatever stands between two blanks: so a corpus that was prepared keeps its `<unk>` and `<eos>` whole, and its published perplexity. */
export const splitTokenizerOf = (whitespace: Whitespace): Tokenizer =>
  spacedTokenizer(cutAtBlanks, () => new BlankSpacing(), whitespace);

function cutAtBlanks(text: string, visit: Visit): void {
  const pattern = /\S+/gu;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
    visit(match[0], match.index, match.index + match[0].length);
}
