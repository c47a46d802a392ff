import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import { orderOf, recipeFor } from "./configs.ts";
import { EngineThread } from "./engineThread.ts";

const text = readFileSync("media/sample/belling-the-cat.txt", "utf8");
const blindGuess = Math.log(new Set(text).size);

interface Asked {
  readonly learningRate: unknown;
  readonly explosion?: "stop" | "ignore";
}

async function trained(steps: number, asked: Asked, model: ArrayBuffer | null = null) {
  const plain = recipeFor({ steps, hiddenSize: 16, batchSize: 4, sequenceLength: 12 });
  const recipe = { ...plain, training: { ...plain.training, ...asked } };
  const engine = new EngineThread();
  await engine.client.call("train", { ...orderOf(), text, recipe, model });
  const end = await engine.ended();
  return { end, losses: engine.losses, file: await engine.client.call("save", null) };
}

describe("a training that explodes", () => {
  it("ends soon, with finite losses far above a blind guess's, the last good weights, and what to try", async () => {
    const { end, losses, file } = await trained(400, { learningRate: 1000 });
    expect(end).toMatchObject({ reason: "diverged", step: 0, failure: { code: "diverged" } });
    expect(end.failure!.message).toMatch(
      /Training exploded: the loss of each of the last 20 steps up to step 21 was at least [\d.]+, [\d,]+ times that of a blind guess \(3\.807\)\. The last good weights, the initial weights, were kept\./u,
    );
    expect(end.failure!.advice).toBe(
      "Try a learning rate of 100 instead of 1000, or a smaller bound of the gradient's norm than 5.",
    );
    expect(losses.every(Number.isFinite)).toBe(true);
    const untrained = await trained(1, { learningRate: 0 });
    expect(readModelFile(file).trainer.values).toEqual(readModelFile(untrained.file).trainer.values);
  });

  it("after it has learned something keeps that, and goes on from it at a smaller rate", async () => {
    const rates = [...Array.from({ length: 120 }, () => 0.02), 1000];
    const { end, file } = await trained(400, { learningRate: { list: rates } });
    expect(end.reason).toBe("diverged");
    expect([end.step > 60, end.step <= 120]).toEqual([true, true]);
    expect(readModelFile(file.slice(0)).trainer.step).toBe(end.step);
    const onwards = await trained(end.step + 5, { learningRate: 0.01 }, file);
    expect(onwards.end.reason).toBe("finished");
    expect(onwards.losses).toHaveLength(5);
    expect(Math.max(...onwards.losses)).toBeLessThan(blindGuess);
  });

  it("goes on where a recipe says so", async () => {
    const { end, losses } = await trained(60, { learningRate: 1000, explosion: "ignore" });
    expect([end.reason, end.step, losses.length]).toEqual(["finished", 60, 60]);
    expect(losses.at(-1)).toBeGreaterThan(4 * blindGuess);
  });
});

it("An honest spike is not taken for an explosion: the run recovers and learns on", async () => {
  const rates = [...Array.from({ length: 30 }, () => 0.02), 6, ...Array.from({ length: 300 }, () => 0.2), 0.02];
  const { end, losses } = await trained(400, { learningRate: { list: rates } });
  const high = losses.filter((loss) => loss > 4 * blindGuess).length;
  expect([high >= 3, high < 20], `${high} steps`).toEqual([true, true]);
  expect([end.reason, losses.length]).toEqual(["finished", 400]);
  expect(losses.at(-1)).toBeLessThan(blindGuess);
});
