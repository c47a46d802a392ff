import { describe, expect, it } from "vitest";
import { readModelFile, writeModelFile } from "../../../engine/formats/modelFile.ts";
import { buildRun } from "../../../engine/runs/build.ts";
import { tokensOf } from "../../../engine/tasks/data.ts";
import { fable, orderOf, recipeFor } from "./configs.ts";
import { EngineThread } from "./engineThread.ts";

describe("a worker that is asked for what cannot be", () => {
  const failing: readonly [string, ReturnType<typeof orderOf>, object][] = [
    ["an empty text", orderOf({}, { text: "" }), { code: "emptyText" }],
    ["a text without a word", orderOf({ tokenizer: "word" }, { text: " \n\t " }), { code: "emptyText" }],
    [
      "a text that is too short",
      orderOf({ sequenceLength: 20 }, { text: "too short" }),
      { code: "tooFewTokens", message: expect.stringContaining("has 9 tokens, but a sequence of 20 needs at least 21") },
    ],
    [
      "a setting out of its limits",
      orderOf({ hiddenSize: 0 }),
      { code: "badConfiguration", message: expect.stringContaining("hiddenSize is 0") },
    ],
    [
      "more memory than is allowed",
      orderOf({ hiddenSize: 2048, layers: 8, batchSize: 512, sequenceLength: 300 }),
      { code: "outOfMemory", message: expect.stringMatching(/would need [\d,.]+ GiB \([\d,]+ bytes\)/) },
    ],
  ];

  for (const [name, order, failure] of failing) {
    it(`refuses ${name}, and is there for the next request`, async () => {
      const engine = new EngineThread();
      await expect(engine.client.call("train", order)).rejects.toMatchObject(failure);
      await engine.client.call("train", orderOf({ steps: 1 }));
      expect((await engine.ended()).reason).toBe("finished");
    });
  }

  it("refuses a second run while one is under way", async () => {
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({ steps: 1_000_000 }));
    await expect(engine.client.call("train", orderOf())).rejects.toMatchObject({ code: "alreadyTraining" });
    await engine.client.call("stop", null);
  });

  it("refuses control and prediction where there is nothing to control or to predict with", async () => {
    const { client } = new EngineThread();
    for (const call of ["pause", "resume", "stepOnce", "stop", "save"] as const)
      await expect(client.call(call, null)).rejects.toMatchObject({ code: "notTraining" });
    await expect(client.call("predict", { context: "a", contextTokens: 5, count: 5, actual: "" })).rejects.toMatchObject({
      code: "notTraining",
    });
    await expect(client.call("load", new ArrayBuffer(7))).rejects.toMatchObject({ code: "badModelFile" });
  });
});

describe("numbers that are no numbers any more", () => {
  // Large recurrent weights: over a thousand steps the gradient grows beyond float32.
  const chaotic = {
    hiddenSize: 64,
    sequenceLength: 1000,
    batchSize: 1,
    kernelInitializer: "uniform",
    recurrentInitializer: "uniform",
  } as const;
  const unbounded = { initializerScale: 1.4, optimizer: "sgd", learningRate: 1000, clipNorm: 0 } as const;

  it("end the run, which says at which step and what to try, and keeps its weights", async () => {
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({ ...chaotic, ...unbounded }, { text: fable.repeat(3) }));
    const { reason, step, failure } = await engine.ended();
    expect([reason, step]).toEqual(["diverged", 0]);
    expect(failure).toMatchObject({
      code: "diverged",
      message: expect.stringContaining("diverged at step 1"),
      advice: expect.stringContaining("learning rate"),
    });
    expect(engine.losses).toEqual([]);
    const saved = readModelFile(await engine.client.call("save", null));
    expect(saved.trainer.step).toBe(0);
    expect(saved.trainer.values.every((value) => Number.isFinite(value))).toBe(true);
    await expect(engine.client.call("resume", null)).rejects.toMatchObject({ code: "notTraining" });
  });

  it("end a continued run too, whose kept weights are those that it began with", async () => {
    const first = new EngineThread();
    await first.client.call("train", orderOf({ steps: 5 }));
    await first.ended();
    const saved = readModelFile(await first.client.call("save", null));
    saved.trainer.values.fill(3e38);
    const second = new EngineThread();
    await second.client.call("train", orderOf({ steps: 9 }, { model: writeModelFile(saved) }));
    expect(await second.ended()).toMatchObject({
      reason: "diverged",
      step: 5,
      failure: { message: expect.stringContaining("step 6") },
    });
    expect(readModelFile(await second.client.call("save", null)).trainer.values).toEqual(saved.trainer.values);
  });
});

describe("a saved run whose parts do not fit", () => {
  const run = buildRun(orderOf());
  const data = tokensOf(run.data);
  const saved = {
    recipe: run.recipe,
    vocabulary: data.vocabulary,
    series: null,
    parameters: run.trainer.model.parameters,
    trainer: run.trainer.save(),
    text: { hash: run.textHash, tokens: data.ids.length },
  };
  const building =
    (file: ArrayBuffer, recipe: object = recipeFor()) =>
    () =>
      buildRun(orderOf({}, { model: file, recipe }));

  it("is accepted as it was", () => {
    expect(building(writeModelFile(saved))().description.step).toBe(0);
  });

  it("is refused where its configuration asks for other parameters", () => {
    expect(building(writeModelFile({ ...saved, recipe: recipeFor({ hiddenSize: 13 }) }))).toThrow(
      "not those that its recipe asks for",
    );
    expect(building(writeModelFile({ ...saved, recipe: recipeFor({ optimizer: "sgd" }) }), {})).toThrow(
      "not those that its recipe asks for",
    );
  });

  it("is refused where its place in the text makes no sense", () => {
    expect(building(writeModelFile({ ...saved, trainer: { ...saved.trainer, batcher: { chunk: "third" } } }))).toThrow(
      "place in the text",
    );
  });

  it("goes on after a change of line endings, because the text is the same to it", () => {
    const dos = buildRun(orderOf({}, { text: `\uFEFF${fable.replaceAll("\n", "\r\n")}` }));
    expect(dos.textHash).toBe(run.textHash);
    expect(tokensOf(dos.data).ids).toEqual(data.ids);
  });
});
