import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutUtf8, describeCost, judgeSize } from "../../../extension/source/cost.ts";

describe("a large file", () => {
  it("is read without a word below 16 MB, asked about from there on, and refused above the setting", () => {
    expect(judgeSize(15_999_999, 64)).toBe("read");
    expect(judgeSize(16_000_000, 64)).toBe("ask");
    expect(judgeSize(64_000_000, 64)).toBe("ask");
    expect(judgeSize(64_000_001, 64)).toBe("refuse");
    expect(judgeSize(2_000_000, 1)).toBe("refuse");
  });

  it("is told by what it costs", () => {
    expect(describeCost(100e6)).toBe(
      "Read by characters it has about 100,000,000 tokens and takes up to 800 MB of memory. To see all of it once, training needs about 2 h 46 min.",
    );
  });

  it("is cut where a character ends, at most three bytes early", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.nat(100), (text, length) => {
        const bytes = new TextEncoder().encode(text);
        const cut = cutUtf8(bytes, length);
        expect(cut.length).toBeLessThanOrEqual(Math.min(length, bytes.length));
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(length, bytes.length) - 3);
        expect(text.startsWith(new TextDecoder("utf-8", { fatal: true }).decode(cut))).toBe(true);
      }),
    );
  });
});
