import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import type { TrainRequest } from "../../../engine/runs/request.ts";
import { orderOf } from "./configs.ts";
import { EngineThread } from "./engineThread.ts";

const cores = availableParallelism();
/** Large enough for several threads. */
const shape = { hiddenSize: 72, batchSize: 5, sequenceLength: 11, layers: 2, steps: 60 };

async function outcomeOf(order: TrainRequest) {
  const engine = new EngineThread();
  const { threads, plannedBytes } = await engine.client.call("train", order);
  expect(await engine.ended()).toMatchObject({ reason: "finished" });
  const model = new Uint8Array(await engine.client.call("save", null));
  return { threads, plannedBytes, losses: engine.losses, model };
}

describe("a run on several threads", () => {
  it("has the losses and the weights of a run on one, bit for bit", async () => {
    const alone = await outcomeOf(orderOf(shape, { threads: 1 }));
    const crew = await outcomeOf(orderOf(shape, { threads: cores }));
    expect([alone.threads, crew.threads]).toEqual([1, cores]);
    expect(crew.losses).toEqual(alone.losses);
    expect(crew.model).toEqual(alone.model);
  });

  it("has as many as there are cores, less one, where nothing is said, and never more than there are cores", async () => {
    const left = await outcomeOf(orderOf({ ...shape, steps: 2 }));
    const many = await outcomeOf(orderOf({ ...shape, steps: 2 }, { threads: 32 }));
    expect([left.threads, many.threads]).toEqual([Math.max(1, cores - 1), Math.min(32, cores)]);
  });

  it("has one where the network is too small for more", async () => {
    const small = await outcomeOf(orderOf({ hiddenSize: 12, steps: 2 }, { threads: cores }));
    expect(small.threads).toBe(1);
  });

  it("can be stopped and followed by another run, and its worker can be ended in the middle of a step", async () => {
    const engine = new EngineThread();
    const endless = orderOf({ ...shape, hiddenSize: 300, steps: 1_000_000 }, { threads: cores });
    for (let run = 0; run < 3; run++) {
      const before = engine.losses.length;
      await engine.client.call("train", endless);
      await engine.until(() => engine.losses.length > before + 3);
      if (run < 2) await engine.client.call("stop", null);
    }
    expect(await engine.worker.terminate()).toBe(1);
  });
});
