import { describe, expect, it } from "vitest";
import { describeCost, judgeSize } from "../../../extension/source/cost.ts";

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
});
