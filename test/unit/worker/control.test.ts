import { describe, expect, it } from "vitest";
import { cellNodesOf } from "../../../engine/layers/networkNode.ts";
import { orderOf, recipeFor } from "./configs.ts";
import { EngineThread, sharedFlag } from "./engineThread.ts";

async function lossesOf(order: ReturnType<typeof orderOf>): Promise<number[]> {
  const engine = new EngineThread();
  await engine.client.call("train", order);
  await engine.ended();
  return engine.losses;
}

describe("a run in a worker thread", () => {
  it("describes itself, trains to its end and reports every step", async () => {
    const engine = new EngineThread();
    const description = await engine.client.call("train", orderOf());
    expect(description.recipe).toEqual(recipeFor());
    expect(description.step).toBe(0);
    expect(description.blindLoss).toBe(Math.log(description.vocabularySize));
    expect(description.tokens.slice(0, 2)).toEqual(["↵", "␣"]);
    expect(description.parameters.map(({ path }) => path)).toContain("0/recurrentKernel");
    expect(cellNodesOf(description.network).map(({ kind, cell }) => [kind, cell!.gates.map(({ role }) => role)])).toEqual([
      ["lstm", ["input", "forget", "candidate", "output"]],
    ]);
    expect(description.parameterCount).toBe(description.parameters.reduce((sum, { rows, columns }) => sum + rows * columns, 0));
    expect(await engine.ended()).toEqual({ reason: "finished", step: 30, failure: null, note: null });
    expect(engine.losses).toHaveLength(30);
    expect(engine.progress.at(-1)).toMatchObject({ step: 30, paused: false, secondsLeft: 0 });
    let reported = 0;
    for (const { step, losses } of engine.progress) {
      reported += losses.length;
      expect(reported).toBe(step);
    }
  });

  it("smooths the loss as the source articles do", async () => {
    const engine = new EngineThread();
    const { blindLoss } = await engine.client.call("train", orderOf());
    await engine.ended();
    let smoothed = blindLoss!;
    const given = engine.progress.flatMap((progress) => [...progress.smoothed]);
    for (const [i, loss] of engine.losses.entries()) {
      smoothed = 0.999 * smoothed + 0.001 * loss;
      expect(given[i]).toBe(smoothed);
    }
  });

  it("reports the gradient of each parameter, and its way back through time", async () => {
    const engine = new EngineThread();
    const { parameters, network } = await engine.client.call("train", orderOf({ layers: 2 }));
    await engine.ended();
    // A report that only says how things stand may come after the one with the last step.
    const { gradients, gradientNorms } = engine.progress.findLast(({ losses }) => losses.length > 0)!;
    expect(gradients.step).toBe(30);
    expect(gradients.globalNorm).toBeCloseTo(gradientNorms.at(-1)!, 5);
    expect(gradients.parameters.map(({ path }) => path)).toEqual(parameters.map(({ path }) => path));
    expect(gradients.flow.map(({ path, reversed }) => [path, reversed])).toEqual(
      cellNodesOf(network).map(({ path, cell }) => [path, cell!.reversed]),
    );
    for (const { states } of gradients.flow) {
      expect(states.map(({ name, norms }) => [name, norms.length])).toEqual([
        ["h", 7],
        ["c", 7],
      ]);
      expect(states[0]!.norms.every((norm) => norm > 0)).toBe(true);
    }
  });

  it("can start paused, go step by step, go on, pause, and gives the numbers of a run that was left alone", async () => {
    const alone = await lossesOf(orderOf({ steps: 300 }));
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({ steps: 300 }, { paused: true, interrupt: sharedFlag() }));
    await engine.until(() => engine.progress.length > 0);
    expect(engine.progress[0]).toMatchObject({ step: 0, paused: true });
    expect(await engine.client.call("stepOnce", null)).toEqual({ step: 1 });
    expect(engine.losses).toEqual(alone.slice(0, 1));
    expect(await engine.client.call("stepOnce", null)).toEqual({ step: 2 });
    for (let k = 0; k < 6; k++) {
      await engine.client.call("resume", null);
      const { step } = await engine.client.call("pause", null);
      expect(engine.losses).toEqual(alone.slice(0, step));
      expect(engine.progress.at(-1)).toMatchObject({ step, paused: true });
    }
    await engine.client.call("resume", null);
    expect((await engine.ended()).reason).toBe("finished");
    expect(engine.losses).toEqual(alone);
  });

  it("abandons a long step for a pause, and does it again later to the same numbers", async () => {
    const long = { hiddenSize: 256, sequenceLength: 80, batchSize: 12, steps: 1 };
    const alone = await lossesOf(orderOf(long));
    const engine = new EngineThread();
    await engine.client.call("train", orderOf(long, { interrupt: sharedFlag() }));
    // The report of step 0 goes out just before the first step begins.
    await engine.until(() => engine.progress.length > 0);
    await new Promise((wake) => setTimeout(wake, 20));
    expect(await engine.client.call("pause", null)).toEqual({ step: 0 });
    expect(engine.losses).toEqual([]);
    expect(await engine.client.call("stepOnce", null)).toEqual({ step: 1 });
    expect(engine.losses).toEqual(alone);
    expect((await engine.ended()).reason).toBe("finished");
  });

  it("stops for good, says so before it answers, and keeps its weights", async () => {
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({ steps: 1_000_000 }, { interrupt: sharedFlag() }));
    await engine.until(() => engine.losses.length > 5);
    const { step } = await engine.client.call("stop", null);
    expect(engine.reports.at(-1)).toEqual({ type: "ended", end: { reason: "stopped", step, failure: null, note: null } });
    expect(engine.losses).toHaveLength(step);
    expect(await engine.client.call("stop", null)).toEqual({ step });
    expect(await engine.client.call("pause", null)).toEqual({ step });
    await expect(engine.client.call("resume", null)).rejects.toMatchObject({ code: "notTraining" });
    expect((await engine.client.call("save", null)).byteLength).toBeGreaterThan(1000);
  });

  it("obeys between two steps where memory cannot be shared", async () => {
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({ steps: 1_000_000 }));
    await engine.until(() => engine.losses.length > 5);
    const { step } = await engine.client.call("pause", null);
    expect(engine.losses).toHaveLength(step);
  });

  it("is trained anew in the same worker once it has ended, and a raised flag of old does not hold it up", async () => {
    const engine = new EngineThread();
    const interrupt = sharedFlag();
    await engine.client.call("train", orderOf({ steps: 2 }, { interrupt }));
    await engine.ended();
    Atomics.store(interrupt, 0, 1);
    await engine.client.call("train", orderOf({ steps: 3 }, { interrupt }));
    await engine.until(() => engine.reports.filter(({ type }) => type === "ended").length === 2);
    expect(engine.losses).toHaveLength(5);
  });
});

describe("live samples", () => {
  it("come every so many steps and are the same however the run was controlled", async () => {
    const sampled = { sampleEvery: 10 };
    const alone = new EngineThread();
    await alone.client.call("train", orderOf(sampled));
    await alone.ended();
    const paused = new EngineThread();
    await paused.client.call("train", orderOf(sampled, { paused: true }));
    for (let k = 0; k < 30; k++) await paused.client.call("stepOnce", null);
    expect(alone.samples.map(({ step }) => step)).toEqual([10, 20, 30]);
    expect(paused.samples).toEqual(alone.samples);
    for (const { tokens, text, probabilities } of alone.samples) {
      expect(tokens).toHaveLength(12);
      expect(tokens.join("")).toBe(text);
      expect(probabilities.every((probability) => probability > 0 && probability < 1)).toBe(true);
    }
  });

  it("do not change what is learnt", async () => {
    expect(await lossesOf(orderOf({ sampleEvery: 3 }))).toEqual(await lossesOf(orderOf()));
  });

  it("of a model of windows begin with a whole window", async () => {
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({ tokenizer: "word", batching: "windows", sequenceLength: 3, sampleEvery: 30 }));
    await engine.ended();
    expect(engine.samples[0]!.prompt.split(/\s|\b(?=[,;.])/).length).toBeGreaterThanOrEqual(2);
    expect(engine.samples[0]!.tokens).toHaveLength(12);
  });
});
