import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { cutBytes } from "../../../engine/text/cut.ts";
import { decodeText } from "../../../engine/text/decode.ts";
import { normalizeText } from "../../../engine/text/normalize.ts";

const file = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, "fixtures/encodings", name)));
const bytes = (...values: number[]) => Uint8Array.from(values);

function refusal(input: Uint8Array, encoding: string | null = null): EngineError {
  try {
    decodeText(input, encoding);
  } catch (error) {
    if (error instanceof EngineError) return error;
  }
  throw new Error("decoded without an error");
}

/** All planes, no lone surrogates, no NUL. */
const wholeText = fc.string({ unit: "binary" }).filter((text) => text.isWellFormed() && !text.includes("\0"));

function inUtf16(text: string, littleEndian: boolean): Uint8Array {
  const encoded = Buffer.from(text, "utf16le");
  return new Uint8Array(littleEndian ? encoded : encoded.swap16());
}

function inUtf32(text: string, littleEndian: boolean): Uint8Array {
  const points = Array.from(text, (character) => character.codePointAt(0)!);
  const view = new DataView(new ArrayBuffer(4 * points.length));
  for (const [i, point] of points.entries()) view.setUint32(4 * i, point, littleEndian);
  return new Uint8Array(view.buffer);
}

const unicode: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ["utf-8", (text) => new TextEncoder().encode(text)],
  ["utf-16le", (text) => inUtf16(text, true)],
  ["utf-16be", (text) => inUtf16(text, false)],
  ["utf-32le", (text) => inUtf32(text, true)],
  ["utf-32be", (text) => inUtf32(text, false)],
];

describe("one text in many encodings", () => {
  it.each(["utf8-bom", "bom-twice", "utf16le-bom", "utf16be-bom", "utf32le-bom", "utf32be-bom", "crlf", "cr", "mixed-eol"])(
    "is the same text: %s",
    (name) => {
      const text = normalizeText(decodeText(file(`${name}.txt`)));
      if (name === "mixed-eol") expect(text).not.toContain("\r");
      else expect(text).toBe(normalizeText(decodeText(file("utf8.txt"))));
    },
  );

  it.each([
    ["cp1252", "invalidUtf8"],
    ["latin1", "invalidUtf8"],
    ["sjis", "invalidUtf8"],
    ["gbk", "invalidUtf8"],
    ["cesu8", "invalidUtf8"],
    ["nul", "binaryText"],
    ["utf16le-nobom", "binaryText"],
    ["utf16-with-nul", "binaryText"],
  ])("is refused where nothing says what it is: %s", (name, code) => {
    const { code: given, message, advice } = refusal(file(`${name}.txt`));
    expect(given).toBe(code);
    expect(message).toMatch(/offset \d+/);
    expect(advice).not.toBe("");
  });

  it.each([
    ["cp1252", "windows-1252", "The café is “open” – it’s naïve to wait."],
    ["latin1", "Latin1", "The café is naïve."],
    ["sjis", "Shift_JIS", "吾輩は猫である。名前はまだ無い。"],
    ["gbk", "gb18030", "今天天气很好，我们去公园。"],
    ["utf16le-nobom", " UTF-16LE ", "The café is “open” – it’s naïve to wait."],
  ])("is read where its encoding is named, in any case: %s", (name, encoding, line) => {
    expect(decodeText(file(`${name}.txt`), encoding).split("\n")[0]).toBe(line);
  });

  it("is read by its mark, whatever encoding is named", () => {
    expect(decodeText(file("utf16le-bom.txt"), "windows-1252")).toBe(decodeText(file("utf8.txt")));
  });

  it("keeps a mark that stands inside", () => {
    expect(decodeText(file("bom-inside.txt"))).toContain("\uFEFF");
  });
});

describe("every text in Unicode's encodings", () => {
  it.each(unicode)("comes back from %s, with a mark and, by name, without", (name, encode) => {
    fc.assert(
      fc.property(wholeText, (text) => {
        expect(decodeText(encode(`\uFEFF${text}`))).toBe(text);
        if (!text.startsWith("\uFEFF")) expect(decodeText(encode(text), name)).toBe(text);
      }),
    );
  });

  it.each(unicode)("with a NUL in it is refused, told by the NUL's offset: %s", (name, encode) => {
    const error = refusal(encode("a😀\0b"), name);
    expect(error.code).toBe("binaryText");
    expect(error.message).toContain(`offset ${encode("a😀").length}.`);
  });

  it("as UTF-16 without a mark is recognized, and the encoding's name given", () => {
    expect(refusal(inUtf16("The mice 😀 – “had”", true)).advice).toContain("utf-16le");
    expect(refusal(inUtf16("The mice 😀 – “had”", false)).advice).toContain("utf-16be");
    expect(refusal(bytes(1, 2, 0, 4, 5, 6, 7, 8, 9)).advice).not.toContain("utf-16");
  });
});

describe("bytes that are not of their encoding", () => {
  it.each([
    ["utf-16le", bytes(0x61, 0, 0x0a, 0, 0x3d, 0xd8, 0x62, 0), "Byte 0x3D at offset 4, in line 2, is not valid UTF-16."],
    ["utf-16be", bytes(0, 0x61, 0xde, 0x00), "Byte 0xDE at offset 2, in line 1, is not valid UTF-16."],
    ["utf-32le", bytes(0x61, 0, 0, 0, 0, 0xd8, 0, 0), "Byte 0x00 at offset 4, in line 1, is not valid UTF-32."],
    ["utf-32be", bytes(0, 0, 0, 0x61, 0, 0x11, 0, 0), "Byte 0x00 at offset 4, in line 1, is not valid UTF-32."],
    ["utf-32le", bytes(0x61, 0, 0, 0, 0x62), "Byte 0x62 at offset 4, in line 1, is not valid UTF-32."],
    ["shift_jis", bytes(0x82, 0xa0, 0x0a, 0x82), "Byte 0x82 at offset 3, in line 2, is not valid shift_jis."],
    ["euc-kr", bytes(0x61, 0xff, 0x62), "Byte 0xFF at offset 1, in line 1, is not valid euc-kr."],
    ["iso-2022-jp", bytes(0x61, 0x80), "Byte 0x80 at offset 1, in line 1, is not valid iso-2022-jp."],
  ])("are told by the first of them: %s", (name, input, message) => {
    expect(refusal(input, name).message).toBe(message);
  });

  it("count from the file's beginning, its mark included", () => {
    expect(refusal(bytes(0xff, 0xfe, 0x61, 0, 0, 0xdc)).message).toContain("Byte 0x00 at offset 4");
  });

  it("have no say where there is no such encoding", () => {
    for (const label of ["klingon", "", "utf-32", "replacement"]) {
      const error = refusal(bytes(0x61), label);
      expect(error.code).toBe("badConfiguration");
      expect(error.message).toBe(`There is no encoding "${label}".`);
    }
  });
});

describe("a text that no string can hold", () => {
  // 536,870,888 UTF-16 units are the most that V8 has room for.
  it("is refused in a sentence", () => {
    const error = refusal(new Uint8Array(0x1fffffe8 + 1).fill(0x61));
    expect(error.code).toBe("tooManyTokens");
    expect(error.message).toBe(
      "The text has 536,870,889 bytes, which is more than can be held as one text (about 536,870,000 characters).",
    );
  }, 60_000);
});

describe("windows-1252", () => {
  it("has a character for every byte, those of the Encoding Standard", () => {
    const all = Uint8Array.from({ length: 255 }, (_, i) => i + 1);
    const text = decodeText(all, "latin1");
    expect(text).toHaveLength(255);
    expect(text.slice(0x7f, 0x9f)).toBe("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ");
    expect(text.slice(0, 0x7f) + text.slice(0x9f)).toBe(
      String.fromCharCode(...all.slice(0, 0x7f)) + String.fromCharCode(...all.slice(0x9f)),
    );
  });
});

describe("the first part of a file", () => {
  it.each(unicode)("ends between two characters, as late as it can: %s", (name, encode) => {
    fc.assert(
      fc.property(wholeText, fc.nat(200), fc.boolean(), (text, length, marked) => {
        fc.pre(marked || !text.startsWith("\uFEFF"));
        const whole = encode(marked ? `\uFEFF${text}` : text);
        const cut = cutBytes(whole, length, marked ? null : name);
        expect(cut.length).toBeLessThanOrEqual(Math.min(length, whole.length));
        const read = decodeText(cut, marked && cut.length > 0 ? null : name);
        expect(text.startsWith(read)).toBe(true);
        const [next = ""] = text.slice(read.length);
        if (cut.length > 0) expect(cut.length + encode(next).length > length || next === "").toBe(true);
      }),
    );
  });

  const legacy = ["shift_jis", "euc-jp", "euc-kr", "gbk", "gb18030", "big5", "iso-2022-jp", "windows-1251", "koi8-r"];

  it.each(legacy)("ends between two characters of an encoding of one to four bytes: %s", (name) => {
    const characters = charactersOf(name);
    expect(characters.length).toBeGreaterThan(90);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...characters), { maxLength: 60 }), fc.nat(200), (drawn, length) => {
        const encoded = Uint8Array.from(drawn.flatMap(({ code }) => code));
        const text = drawn.map(({ character }) => character).join("");
        const read = decodeText(cutBytes(encoded, length, name), name);
        expect(text.startsWith(read)).toBe(true);
        let [fits, count] = [0, 0];
        for (const { code } of drawn) {
          if (fits + code.length > length) break;
          fits += code.length;
          count++;
        }
        const whole = drawn.slice(0, count);
        // Of a character and its blank only the shift back and the blank may be cut off.
        const more = name === "iso-2022-jp" ? (drawn[count]?.character.slice(0, 1) ?? "") : "";
        if (more !== "" && read.endsWith(more)) expect(read).toBe(whole.map(({ character }) => character).join("") + more);
        else expect(read).toBe(whole.map(({ character }) => character).join(""));
      }),
    );
  });

  it("is the whole file where it is long enough, and cut where it was asked where it is not of the encoding", () => {
    expect(cutBytes(bytes(1, 2, 3), 3)).toHaveLength(3);
    expect(cutBytes(bytes(1, 2, 3), 9)).toHaveLength(3);
    expect(cutBytes(new Uint8Array(20).fill(0x80), 10)).toHaveLength(10);
    expect(cutBytes(new Uint8Array(20).fill(0xff), 10, "euc-jp")).toHaveLength(10);
  });
});

interface Coded {
  readonly character: string;
  readonly code: readonly number[];
}

/** What one, two and, of GB 18030, four bytes stand for, as far as they stand for one character; each way back is the way that was come. */
function charactersOf(name: string): Coded[] {
  const found: Coded[] = [];
  const offer = (...code: number[]) => {
    try {
      const character = new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(code));
      if (!character.startsWith("\uFFFD") && (code.length > 4 || [...character].length === 1)) found.push({ character, code });
    } catch {
      // It stands for nothing.
    }
  };
  for (let a = 1; a < 256; a++) if (name !== "iso-2022-jp" || a >= 0x20) offer(a);
  for (let a = 0x81; a < 0xff; a += 5) for (let b = 0x40; b < 0xff; b += 7) offer(a, b);
  if (name === "gb18030") for (let a = 0x81; a < 0x84; a++) for (let b = 0x30; b < 0x3a; b++) offer(a, b, 0x90, 0x35);
  // Two bytes of JIS X 0208 between the shifts that say so, and a blank, for no shift may follow another.
  if (name === "iso-2022-jp") for (let b = 0x21; b < 0x70; b++) offer(0x1b, 0x24, 0x42, 0x24, b, 0x1b, 0x28, 0x42, 0x20);
  return found;
}
