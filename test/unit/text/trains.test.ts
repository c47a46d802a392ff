import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { Reader } from "../../../engine/generation/reader.ts";
import { Sampler } from "../../../engine/generation/sampler.ts";
import { Random } from "../../../engine/random/random.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { buildRun, type Run } from "../../../engine/runs/build.ts";
import { readableOf } from "../../../engine/runs/readableOf.ts";
import { decodeText } from "../../../engine/text/decode.ts";
import { drawnText } from "./drawnText.ts";

const registry = createRegistry();
const tiny = join(import.meta.dirname, "fixtures/tiny-files");

/** One step with the settings left empty, but for what is given. */
function trainOneStep(text: string, recipe: object = {}): Run {
  const run = buildRun({ text, recipe, chosen: {}, model: null, threads: 1 }, { registry });
  run.trainer.step();
  return run;
}

function tokensIn({ data }: Run) {
  if (data.kind !== "tokens") throw new Error("it reads no tokens");
  return data;
}

function sampled(run: Run, length: number): string {
  const { ids, vocabulary, tokenizer } = tokensIn(run);
  const reader = new Reader(readableOf(registry, run.recipe, run.planned), 1);
  reader.copyWeights(run.trainer.model.values);
  const random = new Random(1);
  const sampler = new Sampler(reader, [ids[0]!], 1, vocabulary.unknown, () => random.uniform());
  return tokenizer.join(Array.from({ length }, () => vocabulary.token(sampler.next().id)));
}

/** What a text is refused with; null where it trains. */
function refusalOf(text: string, recipe?: object): EngineError | null {
  try {
    const run = trainOneStep(text, recipe);
    expect(Number.isFinite(run.trainer.stepCount)).toBe(true);
    expect(typeof sampled(run, 5)).toBe("string");
    return null;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

describe("a text with the settings left empty", () => {
  it.each(readdirSync(tiny))("trains if it has two tokens, and else is refused in a sentence: %s", (name) => {
    const text = decodeText(new Uint8Array(readFileSync(join(tiny, name))));
    const refused: Record<string, string> = {
      "bom-only.txt": "emptyText",
      "empty.txt": "emptyText",
      "newline.txt": "tooFewTokens",
      "one-char.txt": "tooFewTokens",
    };
    expect(refusalOf(text)?.code).toBe(refused[name]);
  });

  it("trains and writes, whatever two characters or more it has", () => {
    fc.assert(
      fc.property(drawnText(30), (text) => {
        const refusal = refusalOf(text);
        if (refusal !== null) expect([...text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n")].length).toBeLessThan(2);
      }),
      { numRuns: 60 },
    );
  });

  const spec = fc.constantFrom(
    ...["character", "word", "split", "bytes"],
    { character: { units: "grapheme" } },
    { word: { rules: "unicode", whitespace: "kept" } },
    { split: { whitespace: "lineEnds" } },
  );

  it("trains and writes with every tokenizer that finds two tokens in it, with a part kept for validation too", () => {
    fc.assert(
      fc.property(
        drawnText(30),
        spec,
        fc.constantFrom(0, 0.2),
        fc.constantFrom("asWritten", "NFC", "NFD"),
        (text, tokenizer, part, letters) => {
          const refusal = refusalOf(text, { text: { tokenizer, letters }, training: { validation: { part } } });
          if (refusal !== null) expect(["emptyText", "tooFewTokens"]).toContain(refusal.code);
          if (refusal?.code === "tooFewTokens")
            expect(refusal.message).toMatch(/has 1 token,|^Of [012] tokens?, 1 for validation/);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a recipe's vocabulary", () => {
  const text = "a b a c b a d ".repeat(9);

  it("is bounded by size and by count", () => {
    const words = (more: object) => tokensIn(trainOneStep(text, { text: { tokenizer: "word", ...more } })).vocabulary.tokens;
    expect(words({ vocabulary: 3 })).toEqual(["a", "b", "<unk>"]);
    expect(words({ minimumCount: 10 })).toEqual(["a", "b", "<unk>"]);
    expect(words({})).toEqual(["a", "b", "c", "d"]);
  });

  it("is of letters in the form that is chosen", () => {
    const tokens = (letters: string) =>
      tokensIn(trainOneStep("f\u00E9e ".repeat(9), { text: { tokenizer: "character", letters } })).vocabulary.tokens;
    expect(tokens("NFD")).toContain("\u0301");
    expect(tokens("asWritten")).toContain("\u00E9");
  });
});
