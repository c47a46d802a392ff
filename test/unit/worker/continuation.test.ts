import { describe, expect, it } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import type { Plain } from "../../../engine/recipe/plain.ts";
import { fable, orderOf, recipeFor } from "./configs.ts";
import { EngineThread } from "./engineThread.ts";

const kinds: readonly [string, Partial<Plain>][] = [
  ["streams of characters with Adam", {}],
  ["streams over two layers with Adagrad", { layers: 2, optimizer: "adagrad", learningRate: 0.1 }],
  ["streams of words with SGD", { tokenizer: "word", optimizer: "sgd", learningRate: 0.5 }],
  ["windows of words with Adam", { tokenizer: "word", batching: "windows", sequenceLength: 3, batchSize: 2 }],
];

async function trained(order: ReturnType<typeof orderOf>) {
  const engine = new EngineThread();
  const description = await engine.client.call("train", order);
  await engine.ended();
  return { engine, description, losses: engine.losses, samples: engine.samples, file: await engine.client.call("save", null) };
}

describe("a run continued from its file", () => {
  for (const [name, change] of kinds) {
    it(`goes on to the same bits as one that was never interrupted: ${name}`, async () => {
      const kind = { ...change, sampleEvery: 8 };
      const whole = await trained(orderOf({ ...kind, steps: 50 }));
      const first = await trained(orderOf({ ...kind, steps: 23 }));
      const second = await trained(orderOf({ ...kind, steps: 50 }, { model: first.file }));
      expect(second.description.step).toBe(23);
      expect([...first.losses, ...second.losses]).toEqual(whole.losses);
      expect([...first.samples, ...second.samples]).toEqual(whole.samples);
      expect(new Uint8Array(second.file)).toEqual(new Uint8Array(whole.file));
    });
  }

  it("keeps the saved network and batches, and takes what was asked of its training and samples", async () => {
    const first = await trained(orderOf({ steps: 3 }));
    const anew = { steps: 5, optimizer: "sgd", learningRate: 0.5, temperature: 2, sampleEvery: 1, sampleLength: 4 } as const;
    const { description } = await trained(orderOf({ ...anew, hiddenSize: 99, sequenceLength: 3 }, { model: first.file }));
    expect(description.recipe).toEqual(recipeFor(anew));
  });

  it("can be saved in the middle, while it trains", async () => {
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({ steps: 400 }));
    await engine.until(() => engine.losses.length > 3);
    const file = await engine.client.call("save", null);
    await engine.ended();
    const { step } = readModelFile(file.slice(0)).trainer;
    const rest = await trained(orderOf({ steps: 400 }, { model: file }));
    expect(rest.losses).toEqual(engine.losses.slice(step));
  });

  it("begins at the first token of a text that was edited since", async () => {
    const first = await trained(orderOf({ steps: 10 }));
    const edited = await trained(orderOf({ steps: 12 }, { model: first.file, text: fable.slice(0, 200) }));
    expect(edited.losses).toHaveLength(2);
    expect(readModelFile(edited.file).trainer.batcher).toEqual({ chunk: 2 });
  });

  it("refuses a text with tokens that the model lacks, and names them", async () => {
    const first = await trained(orderOf({ steps: 1 }));
    const engine = new EngineThread();
    const answer = engine.client.call("train", orderOf({}, { model: first.file, text: `${fable}日本` }));
    await expect(answer).rejects.toMatchObject({ code: "unknownTokens", message: expect.stringContaining('"日", "本"') });
  });

  it("refuses a file that is none", async () => {
    const engine = new EngineThread();
    const answer = engine.client.call("train", orderOf({}, { model: new Uint8Array(100).buffer }));
    await expect(answer).rejects.toMatchObject({ code: "badModelFile" });
  });
});
