import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { encodeNewText } from "../../../engine/text/encode.ts";
import { hashText } from "../../../engine/text/hash.ts";
import { cutPassage } from "../../../engine/text/passage.ts";
import { spans } from "../../../engine/text/tokenizers/tokenizer.ts";

const registry = createRegistry();
const tokenizer = (name: string, options: Record<string, string> = {}) => registry.build("tokenizer", name, options, null);
const unicode = tokenizer("word", { rules: "unicode" });
const kept = tokenizer("word", { rules: "unicode", whitespace: "kept" });
const lines = tokenizer("word", { rules: "unicode", whitespace: "lineEnds" });
const split = tokenizer("split");
const cut = (text: string, by = unicode) => spans(by, text).map(({ token }) => token);
const fixture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
const fable = readFileSync("media/sample/belling-the-cat.txt", "utf8");

describe("a tokenizer that is asked for by its name alone", () => {
  // What saved models of version 1 were trained on.
  it.each([
    ["word", 215, 123, "448e02bebe9daca9", "c75e4797559e4854"],
    ["character", 967, 45, "4f0dc18d1b4200c2", "4b75d5b4ca61a089"],
  ])("gives the fable the tokens and ids that it has always had: %s", (name, count, different, tokens, ids) => {
    const encoded = encodeNewText(fable, tokenizer(name));
    expect([encoded.ids.length, encoded.vocabulary.size]).toEqual([count, different]);
    expect([hashText(encoded.vocabulary.tokens.join("\n")), hashText(encoded.ids.join(" "))]).toEqual([tokens, ids]);
  });
});

describe("Unicode's words", () => {
  it("are those that the fable had before", () => {
    expect(cut(fable)).toEqual(cut(fable, tokenizer("word")));
  });

  it("keep what is inside of a word or a number", () => {
    expect(cut("don't o’er U.S.A. 3.14 1,000 foo_bar l’été")).toEqual([
      "don't",
      "o’er",
      "U.S.A",
      ".",
      "3.14",
      "1,000",
      "foo_bar",
      "l’été",
    ]);
  });

  it("are joined by a hyphen between them, and by a colon between digits", () => {
    expect(cut("well-being 1914-18 out‐of‑date -5 x- a--b")).toEqual([
      ...["well-being", "1914-18", "out‐of‑date", "-", "5", "x", "-", "a", "--", "b"],
    ]);
    expect(cut("3:30 12:05:59 verse 3: 16 a:b 3:x :3")).toEqual([
      ...["3:30", "12:05:59", "verse", "3", ":", "16", "a:b", "3", ":", "x", ":", "3"],
    ]);
  });

  it("leave a run of one mark whole, and each emoji apart", () => {
    expect(cut("... -- ?! ??? 👩‍🚀👩‍🚀🇩🇪🇫🇷👍🏽❤️")).toEqual([
      "...",
      "--",
      "?",
      "!",
      "???",
      "👩‍🚀",
      "👩‍🚀",
      "🇩🇪",
      "🇫🇷",
      "👍🏽",
      "❤️",
    ]);
  });

  it("are found in scripts without blanks", () => {
    expect(cut("老鼠们开会讨论问题。")).toEqual(["老鼠", "们", "开会", "讨论", "问题", "。"]);
    expect(cut("หนูทั้งหลายประชุมกัน")).toEqual(["หนู", "ทั้ง", "หลาย", "ประชุม", "กัน"]);
  });

  it.each(["\u200C", "\u200D", "\u00AD", "\u200F", "\u2060"])("have format characters inside: %j", (format) => {
    expect(cut(`ab${format}cd ef`)).toEqual([`ab${format}cd`, "ef"]);
  });

  it("of Persian are whole with their joiners, and are written as they were", () => {
    const text = fixture("zwnj-persian/fa.txt");
    const { tokens, gaps } = cutPassage(text, unicode);
    expect(tokens.slice(0, 3)).toEqual(["من", "می\u200Cخواهم", "کتاب\u200Cها"]);
    expect(gaps.every(({ text: gap }) => gap === "\n")).toBe(true);
  });
});

describe("white space", () => {
  it("is restored as prose has it", () => {
    const text = 'At 3:30 he said: "Bell the cat (at once)!" It costs $5, 20% off. «Oui», ‘so’ “so” ¿no?';
    for (const by of [unicode, tokenizer("word")]) expect(by.join(cut(text, by))).toBe(text);
  });

  it("is not put between words of scripts without blanks, nor around what joins", () => {
    for (const text of ["老鼠们开会，讨论（很久）问题。", "東京タワーに行きました。", "หนูทั้งหลายประชุมกัน", "می\u200Cخواهم ما"])
      expect(unicode.join(cut(text))).toBe(text);
    expect(tokenizer("word").join(["می", "\u200C", "خواهم", "ما"])).toBe("می\u200Cخواهم ما");
  });

  it("lets a quotation end with its line", () => {
    expect(lines.join(['"', "so", "\n", '"', "no", '"'])).toBe('"so\n"no"');
  });

  it("is a token at a line's end where that is asked for", () => {
    expect(cut("a b \n\n c", lines)).toEqual(["a", "b", "\n", "\n", "c"]);
    const verse = fixture("verse-lines/verse.txt");
    expect(cut(verse, lines).filter((token) => token === "\n")).toHaveLength(verse.split("\n").length - 1);
    expect(lines.join(cut(verse, lines))).toBe(verse);
  });

  it("is kept as tokens where it is not what would be restored, with an empty one for a blank that is missing", () => {
    expect(cut('if x: "a"', kept)).toEqual(["if", "x", ":", '"', "a", '"']);
    expect(cut("f(a)\n\t\treturn  x.y", kept)).toEqual(["f", "", "(", "a", ")", "\n", "\t\t", "return", "  ", "x.y"]);
    const program = fixture("source-code/shapes.py");
    expect(kept.join(cut(program, kept))).toBe(program);
  });
});

describe("a prepared corpus", () => {
  it("has its <unk> and <eos> as one token each", () => {
    const { vocabulary } = encodeNewText(fixture("ptb-unk/ptb.txt"), split);
    expect(vocabulary.size).toBe(14);
    expect(vocabulary.tokens).toContain("<eos>");
  });

  it("has its <unk> as the unknown token, bounded or not", () => {
    const text = fixture("ptb-unk/ptb.txt");
    for (const maximum of [100, 5]) {
      const { vocabulary, ids } = encodeNewText(text, split, { maximum });
      expect(vocabulary.token(vocabulary.unknown!)).toBe("<unk>");
      expect(vocabulary.tokens.filter((token) => token === "<unk>")).toHaveLength(1);
      expect(vocabulary.token(ids[1]!)).toBe("<unk>");
    }
  });

  it("of nothing else has it as a token like any other", () => {
    const { vocabulary, ids } = encodeNewText("<unk> <unk>", split);
    expect([vocabulary.tokens, vocabulary.unknown, [...ids]]).toEqual([["<unk>"], null, [0, 0]]);
  });

  it("comes back with one blank between tokens and what else stands there", () => {
    expect(split.join(["the", "<unk>", ",", "said"])).toBe("the <unk> , said");
    expect(cut("a  b\tc", tokenizer("split", { whitespace: "kept" }))).toEqual(["a", "  ", "b", "\t", "c"]);
  });
});

describe("characters", () => {
  const graphemes = tokenizer("character", { units: "grapheme" });
  const bytes = tokenizer("bytes");

  it("are grapheme clusters where that is asked for: what a person calls one", () => {
    expect(cut("e\u0301 🇩🇪🇫🇷👩‍🚀👍🏽 각\n", graphemes)).toEqual(["e\u0301", " ", "🇩🇪", "🇫🇷", "👩‍🚀", "👍🏽", " ", "각", "\n"]);
  });

  it("are bytes of UTF-8 where that is asked for, named by their numbers beyond ASCII", () => {
    expect(cut("aé\n", bytes)).toEqual(["a", "‹C3›", "‹A9›", "\n"]);
    const all = cut(Array.from({ length: 0x3000 }, (_, i) => String.fromCodePoint(i)).join(""), bytes);
    expect(new Set(all).size).toBeLessThanOrEqual(256);
  });

  it("of bytes are what UTF-8 has for every well-formed text", () => {
    for (const text of ["aé中😀", fixture("cjk-lines/thai.txt"), fixture("tiny-files/gothic.txt")]) {
      const numbers = cut(text, bytes).map((token) =>
        token.length === 1 ? token.charCodeAt(0) : Number.parseInt(token.slice(1), 16),
      );
      expect(numbers).toEqual([...new TextEncoder().encode(text)]);
    }
  });

  it("that a model makes of bytes that are no UTF-8 are U+FFFD", () => {
    expect(bytes.join(["‹C3›", "a"])).toBe("\uFFFDa");
    expect(bytes.join(["‹A9›", "‹C3›", "‹A9›", "‹E2›", "‹82›"])).toBe("\uFFFDé\uFFFD");
    expect(bytes.join(["‹C0›", "‹F5›", "‹F4›", "‹90›", "‹80›", "‹80›"])).toBe("\uFFFD\uFFFD\uFFFD");
    expect(bytes.join(["‹E0›", "‹80›", "‹80›", "<unk>", "a"])).toBe("\uFFFD<unk>a");
  });

  it("go on a word, or do not", () => {
    expect(["a", "é", "_", "7", " ", "-"].map((token) => graphemes.continuesWord!(token))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(["a", "‹C3›", " ", "-"].map((token) => bytes.continuesWord!(token))).toEqual([true, true, false, false]);
  });
});
