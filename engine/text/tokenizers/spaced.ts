import type { Spacing } from "./spacing.ts";
import { joined, type Tokenizer, type Visit, type Writer } from "./tokenizer.ts";

/**
 * What becomes of the white space between words.
 * - `restored`: it is no token; a writer puts what mostly stands there.
 * - `lineEnds`: each line end is a token, the rest is restored.
 * - `kept`: whatever would not be restored as it stood is a token too, a missing blank included (the empty token); so tokens alone give the
 *   text back, and a model learns indentation, verse and paragraphs.
 */
export const whitespaceNames = ["restored", "lineEnds", "kept"] as const;
export type Whitespace = (typeof whitespaceNames)[number];

/** Visits words and marks, and no white space. */
export type Cut = (text: string, visit: Visit) => void;

/** A tokenizer of words, whatever a word is. */
export function spacedTokenizer(cut: Cut, spacing: () => Spacing, whitespace: Whitespace): Tokenizer {
  const writer = () => new SpacedWriter(spacing());
  return {
    order: "frequency",
    promptTokens: 4,
    tokensPerUnit: whitespace === "kept" ? 2 : 1,
    continuesWord: null,
    forEach(text, visit) {
      if (whitespace === "restored") return cut(text, visit);
      const visitGap = whitespace === "lineEnds" ? lineEndsOf : oddGapsOf(writer());
      forEachWithGaps(text, cut, visitGap, visit);
    },
    writer,
    join: (tokens) => joined(writer(), tokens),
  };
}

/** Visits what of a gap is a token. `before` is the word behind it, null at the text's end. */
type VisitGap = (gap: string, start: number, before: string | null, visit: Visit) => void;

function forEachWithGaps(text: string, cut: Cut, visitGap: VisitGap, visit: Visit): void {
  let end = 0;
  cut(text, (token, start, endOfToken) => {
    visitGap(text.slice(end, start), end, token, visit);
    visit(token, start, endOfToken);
    end = endOfToken;
  });
  visitGap(text.slice(end), end, null, visit);
}

const lineEndsOf: VisitGap = (gap, start, _, visit) => {
  for (let at = gap.indexOf("\n"); at >= 0; at = gap.indexOf("\n", at + 1)) visit("\n", start + at, start + at + 1);
};

/** Follows a text with a writer, as it will be followed when it is written. */
function oddGapsOf(writer: Writer): VisitGap {
  return (gap, start, before, visit) => {
    const isOdd = gap !== (before === null ? "" : writer.gap(before));
    for (const [token, at] of isOdd ? piecesOf(gap) : []) {
      writer.write(token);
      visit(token, start + at, start + at + token.length);
    }
    if (before !== null) writer.write(before);
  };
}

/** Each line end, and each run of other white space; the empty token where there is none. */
function piecesOf(gap: string): (readonly [string, number])[] {
  if (gap === "") return [["", 0]];
  return Array.from(gap.matchAll(/\n|[^\n]+/g), (match) => [match[0], match.index] as const);
}

class SpacedWriter implements Writer {
  readonly #spacing: Spacing;
  /** Whether the gap before the next word has been written already, as tokens; nothing stands before the first. */
  #isGapDone = true;

  constructor(spacing: Spacing) {
    this.#spacing = spacing;
  }

  gap(token: string): string {
    return this.#isGapDone || isGap(token) ? "" : this.#spacing.between(token);
  }

  write(token: string, gap = this.gap(token)): string {
    this.#isGapDone = isGap(token);
    if (!this.#isGapDone) this.#spacing.pass(token);
    else if (token.includes("\n")) this.#spacing.line();
    return gap + token;
  }

  end(): string {
    return "";
  }
}

/** No word is white space, or nothing. */
const isGap = (token: string): boolean => /^\s*$/u.test(token);
