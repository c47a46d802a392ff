import { describe, expect, it } from "vitest";
import { contextIds } from "../../../engine/generation/context.ts";
import { Sampler } from "../../../engine/generation/sampler.ts";
import { Random } from "../../../engine/random/random.ts";
import { wordTokenizer } from "../../../engine/text/tokenizers/word.ts";
import { unknownToken } from "../../../engine/text/vocabulary.ts";
import { readerOf, trained } from "./saved.ts";

/** Lords by thousands, each named once, but each thirtieth "himself": more names than a vocabulary holds. */
const lords = Array.from({ length: 3300 }, (_, i) => `the lord ${i % 30 === 29 ? "himself" : `z${i}`} came .`);
const text = `${lords.join(" ")} ${Array.from({ length: 8000 }, (_, i) => `y${i}`).join(" ")}\n`;

describe("where the unknown word is nearly certain", () => {
  const { run, saved } = trained(
    {
      tokenizer: "word",
      batching: "streams",
      batchSize: 1,
      sequenceLength: 32,
      hiddenSize: 32,
      optimizer: "sgd",
      learningRate: 1,
    },
    510,
    text,
  );
  const reader = readerOf(run, 1);
  reader.copyWeights(saved.trainer.values);
  const prompt = contextIds("the lord zbaba came . the lord zbaba came . the lord", 100, wordTokenizer, saved.vocabulary);
  const unknown = saved.vocabulary.unknown!;
  const himself = saved.vocabulary.idOf("himself")!;

  it("takes its share out before anything is rounded: the likeliest of the others has most of it at any temperature", () => {
    expect(saved.vocabulary.token(unknown)).toBe(unknownToken);
    expect(saved.vocabulary.size).toBe(10_000);
    reader.read(reader.start, prompt);
    expect(reader.probabilities(0, 0.1)[unknown]).toBe(1);
    expect(reader.probabilities(0, 1, unknown)[himself]).toBeGreaterThan(0.5);
    for (const temperature of [0.2, 0.1, 0.05, 0.01, 0]) {
      const probabilities = reader.probabilities(0, temperature, unknown);
      expect(probabilities[unknown]).toBe(0);
      expect(probabilities[himself]).toBeGreaterThan(0.99);
    }
  });

  it.each([0.2, 0.1, 0.05, 0.01, 0])("samples himself at temperature %s", (temperature) => {
    const random = new Random(1);
    const sampler = new Sampler(reader, prompt, temperature, unknown, () => random.uniform());
    expect(saved.vocabulary.token(sampler.next().id)).toBe("himself");
  });
});
