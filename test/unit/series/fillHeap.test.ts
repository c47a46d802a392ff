import { expect, test } from "vitest";
import { Random } from "../../../engine/random/random.ts";
import { SeriesStreams } from "../../../engine/series/rowStream.ts";
import { rowWindows, SeriesWindows } from "../../../engine/series/rowWindows.ts";
import type { BatchBuffers } from "../../../engine/text/batching/batcher.ts";
import { Blanks } from "../../../engine/text/batching/blanks.ts";
import { StreamPass } from "../../../engine/text/batching/streamPass.ts";
import { Streams, tokenStream } from "../../../engine/text/batching/streams.ts";
import { WindowPass } from "../../../engine/text/batching/windowPass.ts";
import { Windows } from "../../../engine/text/batching/windows.ts";
import { allocatedBy } from "../heap.ts";
import { counting } from "./support.ts";

/** What filling batches takes from the heap. In a file of its own: other tests would keep the compiler guessing. */

const [steps, batch] = [5, 6];
const ids = Int32Array.from({ length: 997 }, (_, i) => i % 30);
const rows = counting(997, 2, [0, 1]);
const buffers: BatchBuffers = {
  inputs: new Int32Array(steps * batch),
  features: new Float32Array(steps * batch * 2),
  targets: new Int32Array(steps * batch),
  targetFeatures: new Float32Array(steps * batch * 4),
};

const walks = [
  new Windows(ids, steps, batch, new Random(1)),
  new Streams(ids, steps, batch),
  new Blanks(ids, { left: 2, right: 2 }, 30, batch, new Random(2)),
  new SeriesWindows(rows, steps, 2, batch, new Random(3)),
  new SeriesStreams(rows, steps, 2, batch),
];
const passes = [
  new WindowPass(rowWindows(rows, steps, 2), steps, batch, { from: 500 }),
  new StreamPass(tokenStream(ids), steps, batch, 500),
];

function fillAll(times: number): void {
  for (let k = 0; k < times; k++) {
    for (let i = 0; i < walks.length; i++) walks[i]!.fill(buffers);
    for (let i = 0; i < passes.length; i++) passes[i]!.fill(buffers, k % passes[i]!.batches);
  }
}

test("Thousands of batches, walked and passed, leave no objects behind", async () => {
  // Functions that are not optimized yet box every number: they are given time to be.
  let bytes = Infinity;
  for (let tries = 0; tries < 30 && bytes >= 100_000; tries++) {
    fillAll(2000);
    bytes = await allocatedBy(() => fillAll(2000));
  }
  expect(bytes).toBeLessThan(100_000);
});
