import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { firstTokens, lastTokens } from "../../../engine/text/ends.ts";
import { normalizeText } from "../../../engine/text/normalize.ts";
import { spanAt, spans, type Tokenizer } from "../../../engine/text/tokenizers/tokenizer.ts";
import { wordTokenizer } from "../../../engine/text/tokenizers/word.ts";
import { contextBefore, contextBehind, type Lines, type Reads, tokenAround } from "../../../extension/hover/around.ts";
import { drawnText } from "../text/drawnText.ts";

const registry = createRegistry();
const unicodeWords = registry.build("tokenizer", "word", { rules: "unicode" }, null);
const split = registry.build("tokenizer", "split", {}, null);
const tokenizers = [
  wordTokenizer,
  unicodeWords,
  split,
  ...["kept", "lineEnds"].map((whitespace) => registry.build("tokenizer", "word", { rules: "unicode", whitespace }, null)),
  registry.build("tokenizer", "bytes", {}, null),
];
const thai =
  "ราชอาณาจักรไทยเป็นรัฐชาติอันตั้งอยู่ในภูมิภาคเอเชียตะวันออกเฉียงใต้ เดิมมีชื่อว่าสยามรัฐบาลประกาศเปลี่ยนชื่อเป็นประเทศไทยอย่างเป็นทางการตั้งแต่ปีพุทธศักราชสองพันสี่ร้อยแปดสิบสอง " +
  "ประเทศไทยมีขนาดใหญ่เป็นอันดับที่ห้าสิบของโลก";

const linesOf = (lines: readonly string[]): Lines => ({ count: lines.length, at: (line) => lines[line]! });

/** Of a model that reads so many tokens before a place, and behind it. */
const reading = (tokenizer: Tokenizer, limit: number): Reads => ({
  tokenizer,
  letters: "asWritten",
  completesWords: false,
  contextTokens: limit,
  tokensBehind: limit,
});

/** What the hover hands over before a place, and the tokens that are read of it. */
function tokensBefore(lines: readonly string[], line: number, character: number, limit: number, tokenizer: Tokenizer): string[] {
  return lastTokens(contextBefore(linesOf(lines), line, character, reading(tokenizer, limit)), limit, tokenizer);
}

describe("the token at a place", () => {
  it("is the whole token, however long it is", () => {
    const rule = `x ${"-".repeat(300)} y`;
    for (const character of [2, 150, 250, 301])
      expect(tokenAround(rule, character, wordTokenizer)).toEqual({ token: "-".repeat(300), start: 2, end: 302 });
    const letters = `data ${"QUJD".repeat(150)} end`;
    expect(tokenAround(letters, 400, wordTokenizer)).toEqual({ token: "QUJD".repeat(150), start: 5, end: 605 });
    expect(tokenAround(thai, 20, wordTokenizer)!.token).toBe(thai.split(" ")[0]);
  });

  it("is the model's own, as its tokenizer cuts", () => {
    expect(tokenAround("the <unk> of", 6, split)!.token).toBe("<unk>");
    expect(tokenAround("the <unk> of", 6, wordTokenizer)!.token).toBe("unk");
    expect(tokenAround("at 3:30 sharp", 5, unicodeWords)!.token).toBe("3:30");
    expect(tokenAround("ประชุมกัน", 0, unicodeWords)!.token).toBe("ประชุม");
  });

  it("is the one that cutting the whole line gives, and none in white space", () => {
    const line = drawnText(30).map((text) => text.replace(/[\n\r]/g, " "));
    fc.assert(
      fc.property(line, fc.nat(120), fc.constantFrom(wordTokenizer, unicodeWords, split), (text, at, tokenizer) => {
        const character = at % (text.length + 1);
        expect(tokenAround(text, character, tokenizer)).toEqual(spanAt(tokenizer, text, character));
      }),
    );
  });

  it("is found in a line of a megabyte without cutting all of it", () => {
    const line = `${"word ".repeat(200_000)}here and ${"after ".repeat(100_000)}`;
    const cut: number[] = [];
    const watched: Tokenizer = {
      ...wordTokenizer,
      forEach(text, visit) {
        cut.push(text.length);
        wordTokenizer.forEach(text, visit);
      },
    };
    expect(tokenAround(line, 1_000_001, watched)).toEqual({ token: "here", start: 1_000_000, end: 1_000_004 });
    expect(cut).toEqual(["here ".length]);
  });
});

describe("the context before a place", () => {
  it("has the last T words wherever they stand: white space is no token", () => {
    expect(tokensBefore([`one two three${" ".repeat(130)}four`], 0, 143, 3, wordTokenizer)).toEqual(["one", "two", "three"]);
    const chapters = ["Chapter end here.", ...Array.from({ length: 9000 }, () => ""), "Next"];
    expect(tokensBefore(chapters, chapters.length - 1, 0, 3, wordTokenizer)).toEqual(["end", "here", "."]);
  });

  it("has three words of a script without blanks", () => {
    const lines = [thai, "จบ"];
    expect(tokensBefore(lines, 1, 0, 3, wordTokenizer)).toEqual(thai.split(" "));
    expect(tokensBefore(lines, 1, 0, 3, unicodeWords)).toHaveLength(3);
  });

  it("has a window of 1,000 words", () => {
    const lines = Array.from({ length: 400 }, (_, i) => `extraordinarily long words stand in line ${i}`);
    expect(tokensBefore(lines, 399, 0, 1000, wordTokenizer)).toEqual(
      lines
        .slice(0, 399)
        .flatMap((line) => line.split(" "))
        .slice(-1000),
    );
  });

  it("has the last tokens of the whole text before, in any text, with any tokenizer", () => {
    fc.assert(
      fc.property(drawnText(30), fc.integer({ min: 1, max: 300 }), fc.constantFrom(...tokenizers), (part, limit, tokenizer) => {
        const text = normalizeText(`${part}\n`.repeat(Math.ceil(9000 / (part.length + 1))));
        const lines = text.split("\n");
        const last = lines.length - 1;
        const expected = spans(tokenizer, text)
          .map(({ token }) => token)
          .slice(-limit);
        expect(tokensBefore(lines, last, 0, limit, tokenizer)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("takes no more of a large text than it needs", () => {
    let asked = 0;
    const at = () => {
      asked++;
      return "a line of six words here";
    };
    contextBefore({ count: 2_000_000, at }, 1_000_000, 0, reading(wordTokenizer, 100));
    contextBehind({ count: 2_000_000, at }, 1_000_000, 0, reading(wordTokenizer, 100));
    expect(asked).toBeLessThan(800);
  });
});

describe("the context behind a place", () => {
  it("has the first tokens of the whole text behind, in any text, with any tokenizer", () => {
    fc.assert(
      fc.property(drawnText(30), fc.integer({ min: 1, max: 300 }), fc.constantFrom(...tokenizers), (part, limit, tokenizer) => {
        const text = normalizeText(`${part}\n`.repeat(Math.ceil(9000 / (part.length + 1))));
        const behind = contextBehind(linesOf(text.split("\n")), 0, 0, reading(tokenizer, limit));
        const expected = spans(tokenizer, text)
          .map(({ token }) => token)
          .slice(0, limit);
        expect(firstTokens(behind, limit, tokenizer)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("is not taken for a model that reads nothing there", () => {
    expect(contextBehind(linesOf(["one two"]), 0, 3, { ...reading(wordTokenizer, 3), tokensBehind: 0 })).toBe("");
  });
});
