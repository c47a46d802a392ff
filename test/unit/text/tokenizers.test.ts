import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { characterTokenizer } from "../../../engine/text/tokenizers/character.ts";
import { spanAt, spans } from "../../../engine/text/tokenizers/tokenizer.ts";
import { wordTokenizer } from "../../../engine/text/tokenizers/word.ts";
import { isWordCharacter } from "../../../engine/text/tokenizers/wordCharacter.ts";

const words = (text: string) => spans(wordTokenizer, text).map(({ token }) => token);
const anyText = fc.string({ unit: fc.constantFrom(..."aB9 \n.,-'’\"(é", "e\u0301", "😀", "👩‍🚀", "中", "\t") });

describe("the character tokenizer", () => {
  it("takes code points, not halves of surrogate pairs", () => {
    expect(spans(characterTokenizer, "a😀e\u0301").map(({ token }) => token)).toEqual(["a", "😀", "e", "\u0301"]);
  });

  it("gives the very text back, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(characterTokenizer.join(spans(characterTokenizer, text).map(({ token }) => token))).toBe(text);
      }),
    );
  });
});

describe("the word tokenizer", () => {
  it("makes punctuation marks tokens of their own", () => {
    expect(words('Long ago, the mice... "had"--a council!')).toEqual([
      "Long",
      "ago",
      ",",
      "the",
      "mice",
      "...",
      '"',
      "had",
      '"',
      "--",
      "a",
      "council",
      "!",
    ]);
  });

  it("keeps apostrophes and hyphens inside words, and points inside numbers", () => {
    expect(words("don't o’er well-being 3.14 1,000. -5 it's' end.")).toEqual([
      "don't",
      "o’er",
      "well-being",
      "3.14",
      "1,000",
      ".",
      "-",
      "5",
      "it's",
      "'",
      "end",
      ".",
    ]);
  });

  it("keeps letters together with their combining marks, in any script", () => {
    expect(words("cafe\u0301 naïve Владимир 中文 हिन्दी")).toEqual(["cafe\u0301", "naïve", "Владимир", "中文", "हिन्दी"]);
  });

  it("keeps case", () => {
    expect(words("The the")).toEqual(["The", "the"]);
  });

  it("joins tokens into text that reads well", () => {
    const text = 'He said: "Bell the cat (at once)!" and left. Don\'t, he thought; it costs $5.';
    expect(wordTokenizer.join(words(text))).toBe(text);
  });

  it("joins tokens into text that has the same tokens again, as far as words go", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("the", "mice", "don't", ",", ".", "(", ")", "well-being", "é")), (tokens) => {
        const again = words(wordTokenizer.join(tokens)).filter((token) => isWordCharacter(token));
        expect(again).toEqual(tokens.filter((token) => isWordCharacter(token)));
      }),
    );
  });

  it("loses nothing but white space", () => {
    fc.assert(fc.property(anyText, (text) => words(text).join("") === text.replace(/\s/gu, "")));
  });
});

describe("places of tokens", () => {
  it("are where the text says so", () => {
    for (const tokenizer of [characterTokenizer, wordTokenizer])
      fc.assert(
        fc.property(anyText, (text) => spans(tokenizer, text).every(({ token, start, end }) => text.slice(start, end) === token)),
      );
  });

  it("find the token under an offset, and none in white space", () => {
    expect(spanAt(wordTokenizer, "😀 mice ran", 4)).toEqual({ token: "mice", start: 3, end: 7 });
    expect(spanAt(wordTokenizer, "mice ran", 4)).toBeNull();
    expect(spanAt(wordTokenizer, "mice", 4)).toBeNull();
  });
});
