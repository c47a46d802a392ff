import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkChosen } from "../../../engine/recipe/plain.ts";
import { recommend } from "../../../engine/recipe/recommend.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { smallText } from "../../../engine/text/suits.ts";

const fable = readFileSync("media/sample/belling-the-cat.txt", "utf8");

const registry = createRegistry();

describe("the recommended configuration", () => {
  it("reads a fable word by word, three in and the next one out", () => {
    expect(recommend(registry, fable, {})).toMatchObject({ tokenizer: "word", batching: "windows", sequenceLength: 3 });
  });

  it("reads a larger text as streams of characters", () => {
    const plays = fable.repeat(Math.ceil(smallText / fable.length) + 1);
    expect(recommend(registry, plays, {})).toMatchObject({
      tokenizer: "character",
      batching: "streams",
      batchSize: 8,
      sequenceLength: 32,
    });
  });

  it("reads a text without words by characters, however short", () => {
    expect(recommend(registry, "老鼠们开会".repeat(100), {}).tokenizer).toBe("character");
  });

  it("leaves what a person fixed as it is", () => {
    const chosen = { tokenizer: "character", hiddenSize: 7, learningRate: 0.25, seed: 9, batchSize: 5 } as const;
    expect(recommend(registry, fable, chosen)).toMatchObject(chosen);
  });

  it("is inside every limit for any text", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300 }),
        fc.constantFrom("character", "word"),
        fc.constantFrom("windows", "streams"),
        (text, tokenizer, batching) => {
          checkChosen(registry, { ...recommend(registry, text, { tokenizer, batching }) }, "The recommended");
        },
      ),
    );
  });

  it("asks for no more rows than a short stream has", () => {
    const { batchSize, sequenceLength } = recommend(registry, "a".repeat(50), { tokenizer: "character", batching: "streams" });
    expect(batchSize * (sequenceLength + 1)).toBeLessThanOrEqual(50);
  });
});
