import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import { orderOf } from "./configs.ts";
import { EngineThread } from "./engineThread.ts";

/**
 * Files of version 1, as the product wrote them that knew no other: a run of 30 steps, and the same run as that product continued it to 45.
 * So what a file hands on (weights, slots, state, place in the text, draws of the batches) has an oracle, and so have fifteen steps.
 */
const folder = "test/unit/formats/version1";
const text = readFileSync("media/sample/belling-the-cat.txt", "utf8");

const fileOf = (name: string): ArrayBuffer => new Uint8Array(readFileSync(`${folder}/${name}.lstm`)).buffer;

async function continued(model: ArrayBuffer, steps: number) {
  const engine = new EngineThread();
  const recipe = { training: { steps }, sampling: { every: 0 } };
  const description = await engine.client.call("train", { ...orderOf(), text, recipe, model });
  const end = await engine.ended();
  return { description, end, losses: engine.losses, file: await engine.client.call("save", null) };
}

/** Where the first byte differs; -1 where all are the same, 0 and -0 told apart. */
function firstDifference(a: ArrayBufferView, b: ArrayBufferView): number {
  const [one, other] = [a, b].map((floats) => new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength)) as [
    Uint8Array,
    Uint8Array,
  ];
  return one.length === other.length ? one.findIndex((byte, i) => byte !== other[i]) : Math.min(one.length, other.length);
}

describe.each([
  { name: "windows-words", task: "windows", carries: false },
  { name: "streams-characters", task: "streams", carries: true },
])("a model of version 1: $name", ({ name, task, carries }) => {
  it("goes on to the bits of the product that wrote it", async () => {
    const { description, end, losses, file } = await continued(fileOf(name), 45);
    expect([description.step, end.reason, end.step]).toEqual([30, "finished", 45]);
    expect([losses.length, losses.every(Number.isFinite)]).toEqual([15, true]);
    const [now, twin] = [readModelFile(file), readModelFile(fileOf(`${name}-continued`))];
    expect(Object.keys(now.recipe.task)).toEqual([task]);
    expect([now.parameters, now.vocabulary, now.text]).toEqual([twin.parameters, twin.vocabulary, twin.text]);
    expect(firstDifference(now.trainer.values, twin.trainer.values)).toBe(-1);
    expect(now.trainer.slots.map((slot, i) => firstDifference(slot, twin.trainer.slots[i]!))).toEqual(
      twin.trainer.slots.map(() => -1),
    );
    expect([now.trainer.smoothedLoss, now.trainer.batcher]).toEqual([twin.trainer.smoothedLoss, twin.trainer.batcher]);
    // Version 1 wrote the last window's state, too, which no window reads.
    if (carries) expect(firstDifference(now.trainer.state, twin.trainer.state)).toBe(-1);
  });
});
