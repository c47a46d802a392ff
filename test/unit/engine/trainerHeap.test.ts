import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { Streams } from "../../../engine/text/batching/streams.ts";
import { allocatedBy } from "../heap.ts";
import { initializePlain, plainModel, plainTrainer, slotsOf } from "./plainModel.ts";

/** What the training loop takes from the heap. In a file of its own: other tests of the trainer would keep the compiler guessing. */

const shape = { vocabularySize: 20, hiddenSize: 16, layers: 2, forgetBias: 1 };
const plan = { steps: 25, batch: 2, precision: "float32", training: true, slots: slotsOf("adam"), readout: "all" } as const;
const trained = { optimizer: "adam", learningRate: 1e-3, clipNorm: 1 } as const;

const model = plainModel(shape, plan);
initializePlain(model, 1);
const text = Int32Array.from({ length: 5000 }, (_, i) => (i * i + 3 * i) % shape.vocabularySize);
const trainer = plainTrainer(model, new Streams(text, plan.steps, plan.batch), trained);

function take(steps: number): void {
  for (let step = 0; step < steps; step++) trainer.step();
}

test("A thousand steps allocate no more than some boxed numbers each", async () => {
  // Functions that are not optimized yet box every number: they are given time to be.
  let bytes = Infinity;
  for (let tries = 0; tries < 30 && bytes >= 300_000; tries++) {
    take(1000);
    bytes = await allocatedBy(() => take(1000));
  }
  expect(bytes).toBeLessThan(300_000);
});

test("A thousand steps leave nothing in memory", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const used = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return { heapUsed, arrayBuffers };
  };
  const { buffer } = model.arena.floats;
  take(2000);
  used();
  const before = used();
  take(1000);
  const after = used();
  expect(after.arrayBuffers).toBeLessThanOrEqual(before.arrayBuffers);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(10_000);
  expect(model.arena.floats.buffer).toBe(buffer);
});
