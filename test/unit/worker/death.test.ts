import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { EngineClient } from "../../../engine/worker/client.ts";
import { orderOf } from "./configs.ts";
import { EngineThread } from "./engineThread.ts";

describe("a worker's death", () => {
  it("rejects the calls that are open, and all later ones", async () => {
    const { client, worker } = new EngineThread();
    const deaths: EngineError[] = [];
    client.onDeath((error) => deaths.push(error));
    await client.call("train", orderOf({ steps: 1_000_000 }));
    // Answered when the long work is done, which is never.
    const open = [client.call("save", null), client.call("pause", null)];
    const killed = worker.terminate();
    const ends = await Promise.allSettled(open);
    await killed;
    for (const end of ends) if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "workerDied" });
    await expect(client.call("save", null)).rejects.toMatchObject({
      code: "workerDied",
      message: expect.stringContaining("exit code"),
    });
    expect(deaths).toHaveLength(1);
  });

  it("by an error of its own is told with that error", async () => {
    const client = new EngineClient(
      new Worker("require('node:worker_threads').parentPort.on('message', () => { throw new Error('out of luck'); })", {
        eval: true,
      }),
    );
    await expect(client.call("pause", null)).rejects.toMatchObject({
      code: "workerDied",
      message: expect.stringContaining("out of luck"),
    });
  });

  it("before its first word is told too", async () => {
    const client = new EngineClient(new Worker("process.exit(3)", { eval: true }));
    await expect(client.call("stop", null)).rejects.toMatchObject({ message: "The engine's worker has ended: exit code 3." });
  });
});

describe("a call", () => {
  it("ends in an answer or in an error, each with the call that it belongs to", async () => {
    const { client } = new EngineThread();
    const ends = await Promise.allSettled([
      client.call("pause", null),
      client.call("train", orderOf({ steps: 5 }, { paused: true })),
      client.call("train", orderOf({ hiddenSize: -1 })),
      client.call("stepOnce", null),
    ]);
    expect(ends.map((end) => (end.status === "fulfilled" ? "answer" : (end.reason as EngineError).code))).toEqual([
      "notTraining",
      "answer",
      "alreadyTraining",
      "answer",
    ]);
    expect(ends.every((end) => end.status === "fulfilled" || end.reason instanceof EngineError)).toBe(true);
  });

  it("that cannot be sent fails alone", async () => {
    const { client } = new EngineThread();
    const order = { ...orderOf(), text: (() => "no text") as unknown as string };
    await expect(client.call("train", order)).rejects.toThrow("could not be cloned");
    await expect(client.call("train", orderOf({ steps: 1 }))).resolves.toMatchObject({ step: 0 });
  });

  it("hands a model file over instead of copying it", async () => {
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({ steps: 1 }));
    await engine.ended();
    const file = await engine.client.call("save", null);
    await new EngineThread().client.call("load", file, [file]);
    expect(file.byteLength).toBe(0);
  });

  it("reports to nobody who no longer listens", async () => {
    const { client } = new EngineThread();
    let heard = 0;
    const unhear = client.onReport(() => heard++);
    unhear();
    await client.call("train", orderOf({ steps: 2 }, { paused: true }));
    await client.call("stepOnce", null);
    expect(heard).toBe(0);
  });
});
