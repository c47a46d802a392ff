import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { decodeText } from "../../../engine/text/decode.ts";
import { firstInvalidUtf8 } from "../../../engine/text/encodings/utf8.ts";
import { normalizeText } from "../../../engine/text/normalize.ts";
import { encodeUtf8 } from "../../../engine/text/utf8.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

function refusal(input: Uint8Array): EngineError {
  try {
    decodeText(input);
  } catch (error) {
    if (error instanceof EngineError) return error;
  }
  throw new Error("decoded without an error");
}

describe("bytes to text", () => {
  it("gives back any text that was written as UTF-8", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => text.includes("\0") || /^\uFEFF/.test(text) || decodeText(encodeUtf8(text)) === text,
      ),
    );
  });

  it("drops a byte order mark, and only the first", () => {
    expect(decodeText(encodeUtf8("\uFEFF\uFEFFa"))).toBe("\uFEFFa");
  });

  it("reads UTF-16 of both byte orders where a mark says so", () => {
    expect(decodeText(bytes(0xff, 0xfe, 0x61, 0, 0x3d, 0xd8, 0x00, 0xde))).toBe("a😀");
    expect(decodeText(bytes(0xfe, 0xff, 0, 0x61, 0xd8, 0x3d, 0xde, 0x00))).toBe("a😀");
  });

  it("refuses UTF-16 that ends in half a code unit", () => {
    expect(refusal(bytes(0xff, 0xfe, 0x61)).code).toBe("binaryText");
    expect(refusal(bytes(0xfe, 0xff, 0, 0x61, 0)).code).toBe("binaryText");
  });

  it("names an invalid byte, its offset and its line", () => {
    const error = refusal(bytes(0x61, 0x0d, 0x0a, 0x62, 0x0d, 0x0a, 0x0a, 0xc3, 0x28));
    expect(error.code).toBe("invalidUtf8");
    expect(error.message).toBe("Byte 0xC3 at offset 7, in line 4, is not valid UTF-8.");
  });

  it("counts a byte order mark in the offset, because the file has it", () => {
    expect(refusal(bytes(0xef, 0xbb, 0xbf, 0x61, 0xff)).message).toContain("0xFF at offset 4");
  });

  it("calls a file with NUL bytes binary and says where", () => {
    const error = refusal(bytes(0x61, 0x62, 0, 0xff));
    expect(error.code).toBe("binaryText");
    expect(error.message).toContain("offset 2");
  });

  it("finds an invalid byte exactly where the platform's decoder finds the bytes invalid", () => {
    const nearUtf8 = fc.array(
      fc.oneof(fc.constantFrom(0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0x80, 0x8f, 0x9f, 0xa0, 0xbf), fc.integer({ min: 1, max: 255 })),
    );
    fc.assert(
      fc.property(nearUtf8, (values) => {
        const input = Uint8Array.from(values);
        const valid = (part: Uint8Array) => !Buffer.from(part).toString("utf8").includes("\uFFFD");
        fc.pre(!Buffer.from(input).includes(Buffer.from("\uFFFD")));
        const at = firstInvalidUtf8(input);
        expect(at === -1).toBe(valid(input));
        if (at >= 0) expect(valid(input.subarray(0, at))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads nothing as nothing", () => {
    expect(decodeText(bytes())).toBe("");
  });
});

describe("normalization", () => {
  it("makes one line feed of every line ending and drops a byte order mark", () => {
    expect(normalizeText("\uFEFFa\r\nb\rc\nd\r\r\n")).toBe("a\nb\nc\nd\n\n");
  });

  it("leaves decomposed letters decomposed", () => {
    expect(normalizeText("e\u0301é")).toBe("e\u0301é");
  });

  it("composes or decomposes them where that is chosen", () => {
    expect(normalizeText("e\u0301\u00E9\r\n", "NFC")).toBe("\u00E9\u00E9\n");
    expect(normalizeText("e\u0301\u00E9\r\n", "NFD")).toBe("e\u0301e\u0301\n");
  });
});
