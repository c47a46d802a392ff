import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import { spans } from "../../../engine/text/tokenizers/tokenizer.ts";
import { wordTokenizer } from "../../../engine/text/tokenizers/word.ts";
import type { ValidationPoint } from "../../../engine/worker/protocol.ts";
import { orderOf, recipeFor } from "./configs.ts";
import { EngineThread } from "./engineThread.ts";

const text = readFileSync("media/sample/belling-the-cat.txt", "utf8");
const words = spans(wordTokenizer, text).map(({ token }) => token);

const plain = recipeFor({ tokenizer: "word", batching: "windows", sequenceLength: 3, batchSize: 8, learningRate: 0.05 });

async function trained(steps: number, more: object) {
  const recipe = { ...plain, training: { ...plain.training, steps, ...more } };
  const engine = new EngineThread();
  await engine.client.call("train", { ...orderOf(), text, recipe });
  const end = await engine.ended();
  const points = engine.reports.flatMap((report): ValidationPoint[] => (report.type === "validated" ? [report.validation] : []));
  return { engine, end, points, losses: engine.losses, file: await engine.client.call("save", null) };
}

describe("a part of the text that is kept from training", () => {
  it("is validated now and then and at the end, with the exact mean of what the model says of each of its tokens", async () => {
    const { engine, points, file } = await trained(12, { validation: { part: 0.2, every: 5 } });
    expect(points.map(({ step }) => step)).toEqual([5, 10, 12]);
    const { contextTokens } = await engine.client.call("load", file.slice(0));
    const cut = readModelFile(file).text.tokens;
    expect(Math.abs(words.length - cut - 0.2 * words.length)).toBeLessThan(1);
    const surprises: number[] = [];
    for (let i = cut; i < words.length; i++) {
      const context = words.slice(i - 3, i).join(" ");
      const { actual } = await engine.client.call("predict", { context, contextTokens, count: 1, actual: words[i]! });
      surprises.push(-Math.log(actual!.probability));
    }
    const mean = surprises.reduce((sum, surprise) => sum + surprise, 0) / surprises.length;
    expect(points.at(-1)!.loss).toBeCloseTo(mean, 5);
  });

  it("changes no step of a training: only the tokens that are left are trained on", async () => {
    const often = await trained(20, { validation: { part: 0.2, every: 1 } });
    const once = await trained(20, { validation: { part: 0.2, every: 20 } });
    expect(often.losses).toEqual(once.losses);
    expect(readModelFile(often.file).trainer.values).toEqual(readModelFile(once.file).trainer.values);
  });

  it("tells the best step: the lowest loss so far", async () => {
    const { points } = await trained(60, { validation: { part: 0.2, every: 4 } });
    let lowest = Number.POSITIVE_INFINITY;
    for (const { loss, isBest } of points) {
      expect(isBest).toBe(loss < lowest);
      lowest = Math.min(lowest, loss);
    }
    expect(points.some(({ isBest }) => !isBest)).toBe(true);
  });

  it("ends a training that learns nothing more of use, at the weights of its best step", async () => {
    const validation = { part: 0.2, every: 4 };
    const { end, points, file } = await trained(4000, { validation, earlyStopping: { patience: 3 } });
    const best = points.findLast(({ isBest }) => isBest)!;
    expect(end).toMatchObject({ reason: "finished", step: best.step, failure: null });
    expect(end.note).toContain(`Stopped at step ${best.step + 12}, because the validation loss no longer fell.`);
    expect(end.note).toContain(`at step ${best.step}, whose weights were kept.`);
    expect(points.at(-1)!.step).toBe(best.step + 12);
    const straight = await trained(best.step, { validation });
    const [kept, there] = [readModelFile(file).trainer, readModelFile(straight.file).trainer];
    expect([kept.step, kept.values, kept.slots, kept.batcher]).toEqual([there.step, there.values, there.slots, there.batcher]);
  });
});

it("A pace that a person chose spaces the steps out and changes no number", async () => {
  const alone = await trained(6, {});
  const engine = new EngineThread();
  const recipe = { ...plain, training: { ...plain.training, steps: 6 } };
  await engine.client.call("train", { ...orderOf(), text, recipe, paused: true });
  await engine.client.call("setPace", 20);
  const began = performance.now();
  await engine.client.call("resume", null);
  await engine.ended();
  expect(performance.now() - began).toBeGreaterThan(5 * 50 - 20);
  expect(engine.losses).toEqual(alone.losses);
});
