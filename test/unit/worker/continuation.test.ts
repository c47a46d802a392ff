import { describe, expect, it } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import type { FloatArray } from "../../../engine/memory/arena.ts";
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

type File = ReturnType<typeof readModelFile>;

const rowOf = (numbers: FloatArray, { offset, columns }: File["parameters"][number], row: number) =>
  numbers.slice(offset + row * columns, offset + (row + 1) * columns);

/** The numbers of two files that belong together: weights, and what the optimizer keeps of them. */
const pairs = (a: File, b: File): (readonly [FloatArray, FloatArray])[] => [
  [a.trainer.values, b.trainer.values],
  ...a.trainer.slots.map((slot, i) => [slot, b.trainer.slots[i]!] as const),
];

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

  it("gives the tokens that a new text brings rows of their own, and says how many", async () => {
    const first = await trained(orderOf({ steps: 30 }));
    const second = await trained(orderOf({ steps: 30 }, { model: first.file, text: `${fable}日本本` }));
    expect(first.description.newTokens).toEqual({ count: 0, first: [] });
    expect(second.description.newTokens).toEqual({ count: 2, first: ['"日"', '"本"'] });
    const [before, after] = [readModelFile(first.file), readModelFile(second.file)];
    const size = before.vocabulary!.size;
    expect(after.vocabulary!.tokens).toEqual([...before.vocabulary!.tokens, "日", "本"]);
    for (const [i, old] of before.parameters.entries()) {
      const now = after.parameters[i]!;
      expect([now.path, now.rows - old.rows, now.columns - old.columns]).toEqual([
        old.path,
        growth(old.rows),
        growth(old.columns),
      ]);
      for (const [was, is] of pairs(before, after))
        for (let row = 0; row < old.rows; row++)
          expect([...rowOf(is, now, row)].slice(0, old.columns), `${old.path} ${row}`).toEqual([...rowOf(was, old, row)]);
    }
    const kernel = after.parameters.find(({ path }) => path.endsWith("kernel"))!;
    const fresh = rowOf(after.trainer.values, kernel, size);
    expect(fresh.some((weight) => weight !== 0)).toBe(true);
    expect(rowOf(after.trainer.slots[0]!, kernel, size).every((kept) => kept === 0)).toBe(true);

    function growth(dimension: number): number {
      return dimension === size ? 2 : 0;
    }
  });

  it("moves the blank and the edge of fill the blank behind the new tokens", async () => {
    // What is read out is the task's own choice: a stream's every step has no targets in a blank.
    const { head: _, ...plain } = recipeFor({ steps: 4 });
    const recipe = { ...plain, task: { blank: { left: 2, right: 2, batchSize: 2 } } };
    const order = { ...orderOf({ steps: 4 }), recipe, chosen: {} };
    const first = await trained(order);
    const second = await trained({ ...order, model: first.file, text: `${fable}日本` });
    const [before, after] = [readModelFile(first.file), readModelFile(second.file)];
    const size = before.vocabulary!.size;
    const place = before.parameters.findIndex(({ rows }) => rows === size + 2);
    const [old, now] = [before.parameters[place]!, after.parameters[place]!];
    expect(now.rows).toBe(size + 4);
    for (const extra of [0, 1])
      expect(rowOf(after.trainer.values, now, size + 2 + extra)).toEqual(rowOf(before.trainer.values, old, size + extra));
  });

  it("goes on with new tokens under an optimizer whose memory begins at something else than zero", async () => {
    const first = await trained(orderOf({ steps: 5, optimizer: "adagrad" }));
    const saved = readModelFile(first.file.slice(0)).recipe;
    const recipe = { ...saved, training: { ...saved.training, steps: 12 } };
    const second = await trained({ ...orderOf({}), recipe, chosen: {}, model: first.file, text: `${fable}日本` });
    expect(second.losses).toHaveLength(7);
    expect(second.losses.every(Number.isFinite)).toBe(true);
  });

  it("begins the memory of another optimizer anew, and counts its steps from there", async () => {
    const first = await trained(orderOf({ steps: 20, optimizer: "sgd", learningRate: 0.1 }));
    const saved = readModelFile(first.file.slice(0));
    const asked = { optimizer: { adagrad: { formula: "tensorflow" } }, learningRate: 0.01, steps: 30 };
    const recipe = { ...saved.recipe, training: { ...saved.recipe.training, ...asked } };
    const other = await trained({ ...orderOf({}), recipe, chosen: {}, model: first.file });
    expect(other.losses).toHaveLength(10);
    expect(readModelFile(other.file).trainer.optimizerSince).toBe(20);
    const half = { ...recipe, training: { ...recipe.training, steps: 24 } };
    const once = await trained({ ...orderOf({}), recipe: half, chosen: {}, model: first.file });
    const rest = await trained({ ...orderOf({}), recipe, chosen: {}, model: once.file });
    expect([...once.losses, ...rest.losses]).toEqual(other.losses);
    expect(new Uint8Array(rest.file)).toEqual(new Uint8Array(other.file));
  });

  it("refuses the same letters in another form, which would be learned twice", async () => {
    const first = await trained(orderOf({ steps: 1 }, { text: `${fable}e\u0301` }));
    const engine = new EngineThread();
    const answer = engine.client.call("train", orderOf({}, { model: first.file, text: `${fable}\u00e9` }));
    await expect(answer).rejects.toMatchObject({ code: "unknownTokens", advice: expect.stringContaining("NFD") });
  });

  it("refuses a file that is none", async () => {
    const engine = new EngineThread();
    const answer = engine.client.call("train", orderOf({}, { model: new Uint8Array(100).buffer }));
    await expect(answer).rejects.toMatchObject({ code: "badModelFile" });
  });
});
