import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { encodeKnownText, encodeNewText } from "../../../engine/text/encode.ts";
import { hashText } from "../../../engine/text/hash.ts";
import { normalizeText } from "../../../engine/text/normalize.ts";
import { characterTokenizer } from "../../../engine/text/tokenizers/character.ts";
import { spans } from "../../../engine/text/tokenizers/tokenizer.ts";
import { wordTokenizer } from "../../../engine/text/tokenizers/word.ts";
import { compareCodePoints, unknownToken, Vocabulary } from "../../../engine/text/vocabulary.ts";

const story = "long ago the mice had a general council to consider the\n";
const decode = (ids: Int32Array, vocabulary: Vocabulary) => Array.from(ids, (id) => vocabulary.token(id));

describe("a vocabulary", () => {
  it("has exactly the ten words of the case study's story", () => {
    const { vocabulary, ids } = encodeNewText(story, wordTokenizer);
    expect(vocabulary.tokens).toEqual(["the", "a", "ago", "consider", "council", "general", "had", "long", "mice", "to"]);
    expect(vocabulary.unknown).toBeNull();
    expect(decode(ids, vocabulary).join(" ")).toBe(story.trim());
  });

  it("orders characters by code point, beyond the basic plane too", () => {
    expect(encodeNewText("b\u{1F600}a\uFFFDa", characterTokenizer).vocabulary.tokens).toEqual(["a", "b", "\uFFFD", "\u{1F600}"]);
  });

  it("is the same for the same text, and goes through JSON", () => {
    const { vocabulary } = encodeNewText(story, wordTokenizer);
    const { tokens, unknown } = JSON.parse(JSON.stringify(vocabulary)) as { tokens: string[]; unknown: number | null };
    expect(new Vocabulary(tokens, unknown)).toEqual(vocabulary);
    expect(encodeNewText(story, wordTokenizer).vocabulary).toEqual(vocabulary);
  });

  it("keeps the most frequent tokens where there are too many, and one unknown token for the rest", () => {
    const { vocabulary, ids } = encodeNewText("a b a c b a d", wordTokenizer, { maximum: 3 });
    expect(vocabulary.tokens).toEqual(["a", "b", unknownToken]);
    expect(vocabulary.unknown).toBe(2);
    expect([...ids]).toEqual([0, 1, 0, 2, 1, 0, 2]);
    expect(vocabulary.idOf("c")).toBeNull();
    expect(vocabulary.idOf(unknownToken)).toBeNull();
  });

  it("needs no unknown token at exactly the maximum", () => {
    expect(encodeNewText("a b c", wordTokenizer, { maximum: 3 }).vocabulary.unknown).toBeNull();
  });
});

describe("the bounds of a vocabulary", () => {
  const text = "a b a c b a d";

  it("leave out what is rarer than the least count, whatever their number", () => {
    const { vocabulary, ids } = encodeNewText(text, wordTokenizer, { minimumCount: 2 });
    expect(vocabulary.tokens).toEqual(["a", "b", unknownToken]);
    expect([...ids]).toEqual([0, 1, 0, 2, 1, 0, 2]);
    expect(encodeNewText(text, wordTokenizer, { minimumCount: 2, maximum: 2 }).vocabulary.tokens).toEqual(["a", unknownToken]);
  });

  it("leave a text that is within them alone", () => {
    expect(encodeNewText("a a b b", wordTokenizer, { minimumCount: 2, maximum: 2 }).vocabulary.unknown).toBeNull();
  });

  it("keep characters in their order", () => {
    expect(encodeNewText("bbaac", characterTokenizer, { minimumCount: 2 }).vocabulary.tokens).toEqual(["a", "b", unknownToken]);
  });

  it("are refused where nothing would be left", () => {
    for (const bounds of [{ minimumCount: 4 }, { maximum: 1 }])
      expect(() => encodeNewText(text, wordTokenizer, bounds)).toThrow("leave no token but the unknown one");
    expect(encodeNewText("", wordTokenizer, { minimumCount: 4 }).vocabulary.size).toBe(0);
  });
});

describe("encoding", () => {
  it("and decoding give any normalized text back, character by character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        const text = normalizeText(raw);
        const { ids, vocabulary } = encodeNewText(text, characterTokenizer);
        expect(characterTokenizer.join(decode(ids, vocabulary))).toBe(text);
        expect(new Set(ids).size).toBe(vocabulary.size);
      }),
    );
  });

  it("gives every token an id of its own", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { ids, vocabulary } = encodeNewText(text, wordTokenizer);
        expect(decode(ids, vocabulary)).toEqual(spans(wordTokenizer, text).map(({ token }) => token));
      }),
    );
  });

  it("with a known vocabulary gives the same ids as building it did", () => {
    const { ids, vocabulary } = encodeNewText("a b a c b a d", wordTokenizer, { maximum: 3 });
    expect(encodeKnownText("a b a c b a d", wordTokenizer, vocabulary)).toEqual(ids);
  });

  it("refuses tokens that a vocabulary does not know, and names them", () => {
    const { vocabulary } = encodeNewText(story, wordTokenizer);
    expect(() => encodeKnownText("the cat had a bell", wordTokenizer, vocabulary)).toThrow('does not know: "cat", "bell".');
    expect(() => encodeKnownText("b1 b2 b3 b4 b5 b6 b7", wordTokenizer, vocabulary)).toThrow("and 2 more");
  });

  it("says where a text writes letters with marks in another form than the model's", () => {
    const refused = (text: string, known: string) => () =>
      encodeKnownText(text, characterTokenizer, encodeNewText(known, characterTokenizer).vocabulary);
    expect(refused("f\u00E9e", "fe\u0301e")).toThrow('does not know: "\u00E9" (U+00E9).');
    expect(refused("fe\u0301e", "f\u00E9e")).toThrow('does not know: "\u0301" (U+0301).');
    const adviceOf = (act: () => unknown) => {
      try {
        act();
      } catch (error) {
        return error instanceof EngineError ? error.advice : "";
      }
      return "";
    };
    expect(adviceOf(refused("f\u00E9e", "fe\u0301e"))).toContain("in another form (NFD)");
    expect(adviceOf(refused("fxe", "fe\u0301e"))).toBe("Train a new model on this text.");
  });

  it("puts the unknown token where there is one", () => {
    expect([
      ...encodeKnownText("b z", wordTokenizer, encodeNewText("a a b b c d", wordTokenizer, { maximum: 3 }).vocabulary),
    ]).toEqual([1, 2]);
  });
});

describe("a text's hash", () => {
  it("tells texts apart and nothing else", () => {
    expect(hashText(story)).toBe(hashText(story));
    expect(hashText(story)).toMatch(/^[0-9a-f]{16}$/);
    expect(hashText(story)).not.toBe(hashText(story.trim()));
  });

  it("is that of all its UTF-8 bytes, wherever it is cut for hashing", () => {
    const fnv1a = (bytes: Uint8Array, basis: number) =>
      bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, basis);
    const half = (bytes: Uint8Array, basis: number) => fnv1a(bytes, basis).toString(16).padStart(8, "0");
    for (const shift of [-1, 0, 1])
      for (const character of ["é", "\u{1F600}", "\uD83D"]) {
        const text = `${"a".repeat(65_536 - 1 + shift)}${character}${character}b`;
        const bytes = new TextEncoder().encode(text);
        expect(hashText(text)).toBe(half(bytes, 0x811c9dc5) + half(bytes, 0x9747b28c));
      }
  });
});

describe("the order of code points", () => {
  const codePoints = (text: string) => Array.from(text, (character) => character.codePointAt(0)!);

  it("is that of the first code point that differs, or of the length", () => {
    const wellFormed = fc.string({
      unit: fc.constantFrom("a", "b", "é", "\uE000", "\uFFFD", "\u{10000}", "\u{1F600}", "\u{1F601}"),
    });
    fc.assert(
      fc.property(wellFormed, wellFormed, (a, b) => {
        const [left, right] = [codePoints(a), codePoints(b)];
        const place = left.findIndex((point, i) => point !== right[i]);
        const expected = place >= 0 && place < right.length ? left[place]! - right[place]! : left.length - right.length;
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected));
      }),
    );
  });
});
