import { describe, expect, it } from "vitest";
import { CompletionSearch } from "../../../engine/generation/completions.ts";
import { contextIds } from "../../../engine/generation/context.ts";
import type { Reading } from "../../../engine/generation/reader.ts";
import { encodeNewText } from "../../../engine/text/encode.ts";
import { characterTokenizer } from "../../../engine/text/tokenizers/character.ts";
import { wordTokenizer } from "../../../engine/text/tokenizers/word.ts";
import { isWordCharacter } from "../../../engine/text/tokenizers/wordCharacter.ts";
import { predictorOf, readerOf, trained } from "./saved.ts";

const ask = { context: "Some said this, and some ", contextTokens: 100, count: 5, actual: "said" };

describe("a word model's prediction", () => {
  const { saved } = trained({ tokenizer: "word", batching: "windows", sequenceLength: 3, batchSize: 4 }, 1000);
  const predictor = predictorOf(saved);

  it("names the most probable words, best first, and where the actual one stands among all", () => {
    const { candidates, actual, outOf, contextUsed, step } = predictor.predict({ ...ask, count: 1000 });
    expect(candidates).toHaveLength(saved.vocabulary.size);
    expect(candidates.map(({ probability }) => probability)).toEqual(
      candidates.map(({ probability }) => probability).sort((a, b) => b - a),
    );
    expect(candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 10);
    expect(candidates[actual!.rank! - 1]).toEqual({ text: "said", probability: actual!.probability });
    expect([outOf, step]).toEqual([saved.vocabulary.size, 1000]);
    expect(contextUsed).toBe("Some said this, and some");
  });

  it("names as many as are asked for", () => {
    expect(predictor.predict(ask).candidates).toEqual(predictor.predict({ ...ask, count: 1000 }).candidates.slice(0, 5));
  });

  it("says nothing about an unknown word, and nothing at all without context", () => {
    expect(predictor.predict({ ...ask, actual: "zebra" }).actual).toBeNull();
    expect(predictor.predict({ ...ask, actual: "" }).actual).toBeNull();
    expect(predictor.predict({ ...ask, context: " \n" })).toMatchObject({ candidates: [], actual: null, contextUsed: "" });
  });

  it("begins after the last word that the vocabulary does not know", () => {
    expect(predictor.predict({ ...ask, context: "Some zebra said this, and some " }).contextUsed).toBe("said this, and some");
    expect(predictor.predict({ ...ask, context: "zebra " }).candidates).toEqual([]);
  });

  it("has learnt the story that it was trained on", () => {
    expect(predictor.predict({ ...ask, context: "Long ago, the mice had a general ", actual: "council" }).actual).toMatchObject({
      rank: 1,
    });
  });
});

describe("a bounded vocabulary", () => {
  it("reads unknown words in the context and never proposes one", () => {
    const { run, saved } = trained({ tokenizer: "word", batching: "windows", sequenceLength: 2 }, 5);
    const known = [...saved.vocabulary.tokens.slice(0, -1), "<unk>"];
    const vocabulary = new (saved.vocabulary.constructor as typeof import("../../../engine/text/vocabulary.ts").Vocabulary)(
      known,
      known.length - 1,
    );
    const predictor = predictorOf({ ...saved, vocabulary });
    const { candidates, contextUsed } = predictor.predict({ ...ask, context: "the zebra said ", count: 1000 });
    expect(contextUsed).toBe("the <unk> said");
    expect(candidates.map(({ text }) => text)).not.toContain("<unk>");
    expect(candidates).toHaveLength(run.data.vocabulary.size - 1);
  });
});

describe("a character model's prediction", () => {
  const { run, saved } = trained({ hiddenSize: 20, batchSize: 4, sequenceLength: 12 }, 120);
  const predictor = predictorOf(saved);

  it("gives the actual word the probability of its characters and of an end, the same as the candidates", () => {
    const { candidates, outOf } = predictor.predict({ ...ask, actual: "" });
    expect(outOf).toBeNull();
    for (const { text, probability } of candidates) {
      const { actual } = predictor.predict({ ...ask, actual: text });
      expect(actual).toMatchObject({ text, rank: null });
      expect(actual!.probability / probability).toBeCloseTo(1, 5);
    }
  });

  it("proposes whole words of word characters only", () => {
    for (const { text } of predictor.predict(ask).candidates) {
      expect(text.length).toBeGreaterThan(0);
      expect([...text].every(isWordCharacter)).toBe(true);
    }
  });

  it("is the same whether a context was read before, in part, or never", () => {
    const fresh = (context: string) => predictorOf(saved).predict({ ...ask, context });
    const contexts = ["Some said", "Some said this, and some ", "Some said this", "Some said this, and some "];
    for (const context of contexts) expect(predictor.predict({ ...ask, context })).toEqual(fresh(context));
  });

  it("reads no more of the context than is asked for", () => {
    const { contextUsed } = predictor.predict({ ...ask, contextTokens: 9 });
    expect(contextUsed).toBe("and some ");
  });

  it("begins after the last character that the vocabulary does not know, and tells of a word as much as it knows", () => {
    expect(predictor.predict({ ...ask, context: "Some 日 said" }).contextUsed).toBe(" said");
    expect(predictor.predict({ ...ask, actual: "sa日d" }).actual!.text).toBe("sa");
    expect(predictor.predict({ ...ask, actual: "日" }).actual).toBeNull();
  });

  it("reads CR LF as the training did", () => {
    expect(predictor.predict({ ...ask, context: "Some said\r\n" })).toEqual(
      predictor.predict({ ...ask, context: "Some said\n" }),
    );
  });

  it("finds, with a wide beam, exactly what trying all words finds", () => {
    const tiny = trained({ hiddenSize: 6, sequenceLength: 5, batchSize: 2 }, 60, "ab ba abba b a bb ab aab b ".repeat(4));
    const reader = (rows: number) => {
      const made = readerOf(tiny.run, rows);
      made.copyWeights(tiny.saved.trainer.values);
      return made;
    };
    const search = new CompletionSearch(reader(200), tiny.saved.vocabulary, characterTokenizer);
    const single = reader(1);
    const context = contextIds("ab ba ", 100, characterTokenizer, tiny.saved.vocabulary);
    const reading = single.read(single.start, context);
    const next = single.probabilities(0).slice();
    const all: { text: string; probability: number }[] = [];
    const tryAll = (from: Reading, expected: Float64Array, text: string, probability: number) => {
      if (text !== "") all.push({ text, probability: probability * search.endProbability(expected) });
      if (text.length === 7) return;
      for (const character of ["a", "b"]) {
        const id = tiny.saved.vocabulary.idOf(character)!;
        const further = single.read(from, [id]);
        tryAll(further, single.probabilities(0).slice(), text + character, probability * expected[id]!);
      }
    };
    tryAll(reading, next, "", 1);
    all.sort((a, b) => b.probability - a.probability);
    const found = search.search(reading, next, 5);
    expect(found.map(({ text }) => text)).toEqual(all.slice(0, 5).map(({ text }) => text));
    for (const [i, { probability }] of found.entries()) expect(probability / all[i]!.probability).toBeCloseTo(1, 5);
    expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1);
  });

  it("works for windows of characters, exactly", () => {
    const windows = predictorOf(trained({ batching: "windows", sequenceLength: 5 }, 40).saved);
    const { candidates, contextUsed } = windows.predict({ ...ask, contextTokens: 5 });
    expect(contextUsed).toBe("some ");
    for (const { text, probability } of candidates)
      expect(windows.predict({ ...ask, contextTokens: 5, actual: text }).actual!.probability / probability).toBeCloseTo(1, 5);
  });

  it("refuses a model whose weights are not as many as they should be", () => {
    expect(() => predictorOf({ ...saved, trainer: { ...saved.trainer, values: run.trainer.model.values.slice(1) } })).toThrow(
      "weights are not as many",
    );
  });
});

describe("the end of a text", () => {
  it("is cut into whole tokens, however long the text", () => {
    const long = "word ".repeat(50_000);
    const { vocabulary } = encodeNewText("a word longer", wordTokenizer);
    expect(contextIds(`${long}longer`, 3, wordTokenizer, vocabulary).map((id) => vocabulary.token(id))).toEqual([
      "word",
      "word",
      "longer",
    ]);
    expect(contextIds("short a", 3, wordTokenizer, vocabulary).map((id) => vocabulary.token(id))).toEqual(["a"]);
  });

  it("does not halve a surrogate pair", () => {
    const { vocabulary } = encodeNewText("😀😁", characterTokenizer);
    expect(contextIds("😀😁".repeat(9), 4, characterTokenizer, vocabulary)).toEqual([0, 1, 0, 1]);
    expect(contextIds("😀😁".repeat(9), 0, characterTokenizer, vocabulary)).toEqual([]);
  });
});
