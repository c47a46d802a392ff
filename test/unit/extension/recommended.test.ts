import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConfig } from "../../../engine/recipe/config.ts";
import { recommendConfig, smallText } from "../../../engine/recipe/recommended.ts";

const fable = readFileSync("media/sample/belling-the-cat.txt", "utf8");

describe("the recommended configuration", () => {
  it("reads a fable word by word, three in and the next one out", () => {
    expect(recommendConfig(fable, {})).toMatchObject({ tokenizer: "word", batching: "windows", sequenceLength: 3 });
  });

  it("reads a larger text as streams of characters", () => {
    const plays = fable.repeat(Math.ceil(smallText / fable.length) + 1);
    expect(recommendConfig(plays, {})).toMatchObject({
      tokenizer: "character",
      batching: "streams",
      batchSize: 8,
      sequenceLength: 32,
    });
  });

  it("reads a text without words by characters, however short", () => {
    expect(recommendConfig("老鼠们开会".repeat(100), {}).tokenizer).toBe("character");
  });

  it("leaves what a person fixed as it is", () => {
    const chosen = { tokenizer: "character", hiddenSize: 7, learningRate: 0.25, seed: 9, batchSize: 5 } as const;
    expect(recommendConfig(fable, chosen)).toMatchObject(chosen);
  });

  it("is inside every limit for any text", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300 }),
        fc.constantFrom("character", "word"),
        fc.constantFrom("windows", "streams"),
        (text, tokenizer, batching) => {
          checkConfig(recommendConfig(text, { tokenizer, batching }));
        },
      ),
    );
  });

  it("asks for no more rows than a short stream has", () => {
    const { batchSize, sequenceLength } = recommendConfig("a".repeat(50), { tokenizer: "character", batching: "streams" });
    expect(batchSize * (sequenceLength + 1)).toBeLessThanOrEqual(50);
  });
});
