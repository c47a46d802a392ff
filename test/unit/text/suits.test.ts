import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countTokens, suitedLengths } from "../../../engine/text/lengths.ts";
import { isSmall, kindOf, smallText, suitedOptions, suitedTokenizer, type TextKind } from "../../../engine/text/suits.ts";
import { characterTokenizer } from "../../../engine/text/tokenizers/character.ts";
import { spans } from "../../../engine/text/tokenizers/tokenizer.ts";
import { wordTokenizer } from "../../../engine/text/tokenizers/word.ts";
import { drawnText } from "./drawnText.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const fixture = (name: string) => read(`test/unit/text/fixtures/${name}`);

const prose = "The people of the town met at the gate, and the gate was shut. ";
const poem = "The people met\nat the gate of the town,\nand the gate was shut\nto the people that night.\n";

describe("what a text is", () => {
  it.each<readonly [TextKind, string, string]>([
    ["prose", "the fable", read("media/sample/belling-the-cat.txt")],
    ["prose", "a license, broken at seventy columns", read("LICENSE")],
    ["prose", "Persian with joiners", fixture("zwnj-persian/fa.txt")],
    ["prose", "one long line", prose.repeat(9)],
    ["prose", "a quotation of one Chinese word", `${prose.repeat(9)} 老鼠`],
    ["verse", "short lines", fixture("verse-lines/verse.txt")],
    ["verse", "a poem with its second lines indented", poem.replaceAll(/\n(?=at|to)/g, "\n    ").repeat(4)],
    ["unspaced", "Chinese", fixture("cjk-lines/poems-zh.txt")],
    ["unspaced", "Japanese", fixture("cjk-lines/haiku-ja.txt")],
    ["unspaced", "Thai", fixture("cjk-lines/thai.txt")],
    ["unspaced", "one line of Chinese", "老鼠们开会讨论。".repeat(50)],
    ["code", "a Python program", fixture("source-code/shapes.py")],
    ["code", "Markdown", fixture("source-code/notes.md")],
    ["code", "this program", read("engine/text/suits.ts")],
    ["code", "JSON", read("package.json")],
    ["code", "a picture", read("media/lstm.svg")],
    ["code", "a page of Markdown with paragraphs", read("README.md")],
    ["list", "names", fixture("no-space-names/input.txt")],
    ["list", "first names and last names", Array.from({ length: 40 }, (_, i) => `Anna${i} Mouse${i}`).join("\n")],
    ["corpus", "a prepared corpus", fixture("ptb-unk/ptb.txt")],
    ["unrepeated", "words that come once", Array.from({ length: 90 }, (_, i) => `word${i}`).join(" ")],
    ["few", "a line", "Long ago, the mice had a general council."],
    ["few", "emoji", "😀😁😂".repeat(30)],
    ["few", "blanks", " \n".repeat(300)],
    ["few", "nothing", ""],
  ])("%s: %s", (kind, _, text) => {
    expect(kindOf(text)).toBe(kind);
    expect(kindOf(text.replaceAll("\n", "\r\n"))).toBe(kind);
  });
});

describe("the tokenizer that suits a text", () => {
  it.each([
    ["verse-lines/verse.txt", "word"],
    ["zwnj-persian/fa.txt", "word"],
    ["ptb-unk/ptb.txt", "split"],
    ["cjk-lines/thai.txt", "character"],
    ["source-code/shapes.py", "character"],
    ["no-space-names/input.txt", "character"],
    ["tiny-files/emoji-20.txt", "character"],
  ])("of %s is %s", (name, tokenizer) => {
    expect(suitedTokenizer(fixture(name)).name).toBe(tokenizer);
  });

  it("reads the lines of verse, and of prose the words alone", () => {
    expect(suitedTokenizer(poem.repeat(4)).options).toEqual({ rules: "unicode", whitespace: "lineEnds" });
    expect(suitedTokenizer(prose.repeat(9)).options).toEqual({ rules: "unicode", whitespace: "restored" });
  });

  it("keeps indentation and missing blanks of a program that is to be read by words", () => {
    expect(suitedOptions("word", kindOf(fixture("source-code/shapes.py")))).toEqual({ rules: "unicode", whitespace: "kept" });
    expect(suitedOptions("character", "code")).toEqual({});
  });

  it("reads every large text by characters, and counts characters, not UTF-16 units", () => {
    const [small, large] = ["a😀 ".repeat(smallText / 3 - 1), "a😀 ".repeat(smallText / 3 + 1)];
    expect([small.length > smallText, isSmall(small), isSmall(large)]).toEqual([true, true, false]);
    expect(suitedTokenizer(prose.repeat(900))).toEqual({ name: "character", options: {} });
  });
});

describe("the number of tokens", () => {
  it("is exact below what is enough, and as large above it", () => {
    fc.assert(
      fc.property(drawnText(20), fc.integer({ min: 0, max: 5000 }), fc.constantFrom(1, 3000), (part, enough, times) => {
        const text = `${part} `.repeat(times);
        for (const tokenizer of [characterTokenizer, wordTokenizer]) {
          const exact = spans(tokenizer, text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n")).length;
          const count = countTokens(text, tokenizer, enough);
          expect(count === exact || (count >= enough && count <= exact)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("counts all of a text whose words stand at its end", () => {
    expect(countTokens(`${" ".repeat(500_000)}one two`, wordTokenizer, 100)).toBe(2);
  });
});

describe("the lengths of a batch", () => {
  it("fit every text of two tokens and more", () => {
    const whole = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 400 }), fc.constantFrom("streams", "windows"), whole, (tokens, batching, usual) => {
        const { sequenceLength, batchSize } = suitedLengths(tokens, batching, usual);
        expect(sequenceLength).toBeGreaterThanOrEqual(1);
        expect(batchSize).toBeGreaterThanOrEqual(1);
        expect(tokens).toBeGreaterThan(sequenceLength);
        expect(batchSize === 1 || batching === "windows" || batchSize * (sequenceLength + 1) <= tokens).toBe(true);
      }),
    );
  });

  it("leave what is fixed as it is", () => {
    expect(suitedLengths(10, "streams", 32, { batchSize: 4 })).toEqual({ sequenceLength: 1, batchSize: 4 });
    expect(suitedLengths(10, "streams", 32, { sequenceLength: 5 })).toEqual({ sequenceLength: 5, batchSize: 1 });
  });
});
