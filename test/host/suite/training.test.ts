import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { commands } from "vscode";
import type { GatescopeApi } from "../../../extension/api.ts";
import {
  bestRound,
  configure,
  fable,
  gatescope,
  stopAll,
  tellFigure,
  temporaryFile,
  timed,
  trainOn,
  until,
  untilStatus,
  untilStep,
} from "./support.ts";

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The 99th percentile of the event loop's lag over some seconds, in milliseconds. */
async function eventLoopLag(when: string): Promise<number> {
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  await new Promise((resolve) => setTimeout(resolve, 6000));
  lag.disable();
  // The monitor's own timer of 1 ms is in its figures.
  const [p50, p99] = [50, 99].map((p) => lag.percentile(p) / 1e6 - 1) as [number, number];
  const largest = lag.max / 1e6 - 1;
  tellFigure(`event loop lag ${when}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, largest ${largest.toFixed(1)} ms`);
  return p99;
}

describe("training on the fable", () => {
  let api: GatescopeApi;
  before(async () => {
    api = await gatescope();
  });
  afterEach(() => stopAll(api));

  it("brings the loss from a guess among all words to less than a tenth", async function () {
    this.timeout(90_000);
    await configure({ steps: 1200 });
    await trainOn(api, fable());
    await until(() => api.run()?.status === "finished", "for the end", 80_000);
    const { loss, description, samples, progress } = api.run()!;
    assert.equal(progress?.step, 1200);
    assert.equal(loss.steps, 1200);
    const first = mean(loss.mean.subarray(0, 10));
    const last = mean(loss.mean.subarray(-50));
    tellFigure(`loss ${first.toFixed(3)} → ${last.toFixed(3)}, ${Math.round(progress!.tokensPerSecond)} tokens/s`);
    assert.ok(Math.abs(first - description!.blindLoss!) < 1, "begins near ln V");
    assert.ok(last < first / 10, `ended at ${last}`);
    assert.equal(samples.length, 12);
  });

  it("reports progress while it goes: losses of every step, speed, time left, gradients of every parameter", async () => {
    await trainOn(api, fable());
    await until(() => (api.run()?.gradientHistory.steps.length ?? 0) > 1, "for two reports");
    const { progress, description, gradientHistory, loss } = api.run()!;
    assert.ok(progress!.tokensPerSecond > 0);
    assert.ok(progress!.secondsLeft! > 0);
    assert.equal(loss.steps, progress!.step);
    assert.deepEqual(
      progress!.gradients.parameters.map(({ path }) => path),
      description!.parameters.map(({ path }) => path),
    );
    assert.ok(gradientHistory.steps.length > 1);
  });

  it("goes on while a long step is under way, and obeys within 0.2 s: pause, resume, one step, stop", async function () {
    this.timeout(60_000);
    // A step of this network takes about half a second.
    await configure({
      tokenizer: "character",
      batching: "streams",
      hiddenSize: 384,
      sequenceLength: 64,
      batchSize: 32,
      layers: 2,
    });
    await trainOn(api, fable());
    await new Promise((resolve) => setTimeout(resolve, 500));
    const pause = await timed(() => commands.executeCommand("lstm.pause"));
    assert.equal(api.run()!.status, "paused");
    const resume = await timed(() => commands.executeCommand("lstm.resume"));
    assert.equal(api.run()!.status, "training");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const stop = await timed(() => commands.executeCommand("lstm.stop"));
    assert.equal(api.run()!.status, "stopped");
    tellFigure(`long steps: pause ${pause.toFixed(0)} ms, resume ${resume.toFixed(0)} ms, stop ${stop.toFixed(0)} ms`);
    for (const latency of [pause, resume, stop]) assert.ok(latency < 200, `${latency} ms`);
  });

  it("pauses, does exactly one step, and goes on", async () => {
    await trainOn(api, fable());
    await untilStep(api, 20);
    const pause = await timed(() => commands.executeCommand("lstm.pause"));
    const paused = api.run()!.progress!.step;
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(api.run()!.progress!.step, paused);
    const step = await timed(() => commands.executeCommand("lstm.step"));
    assert.equal(api.run()!.progress!.step, paused + 1);
    assert.equal(api.run()!.status, "paused");
    await commands.executeCommand("lstm.resume");
    await untilStep(api, paused + 50);
    tellFigure(`short steps: pause ${pause.toFixed(0)} ms, one step ${step.toFixed(0)} ms`);
    for (const latency of [pause, step]) assert.ok(latency < 200, `${latency} ms`);
  });

  it("leaves the extension host's event loop free: its lag's 99th percentile is below 20 ms", async function () {
    this.timeout(60_000);
    await trainOn(api, fable());
    await untilStep(api, 10);
    const p99 = await bestRound(20, () => eventLoopLag("while training"));
    assert.equal(api.run()!.status, "training");
    assert.ok(p99 < 20, `${p99} ms`);
  });

  it("ends, when it is stopped, with all that it has learnt", async () => {
    await trainOn(api, fable());
    await untilStep(api, 50);
    await commands.executeCommand("lstm.stop");
    const { status, loss, canContinue } = await untilStatus(api, "stopped");
    assert.equal(status, "stopped");
    assert.ok(loss.steps >= 50);
    await api.saved();
    assert.ok(api.run()!.canContinue || canContinue);
  });
});

describe("training on a megabyte", () => {
  let api: GatescopeApi;
  before(async () => {
    api = await gatescope();
  });
  afterEach(() => stopAll(api));

  it("tells how long it takes from the command to the first step", async function () {
    this.timeout(60_000);
    const words = [
      "the",
      "mice",
      "had",
      "a",
      "general",
      "council",
      "to",
      "consider",
      "what",
      "measures",
      "they",
      "could",
      "take",
    ];
    let text = "";
    for (let i = 0; text.length < 1_100_000; i++) text += `${words[(i * i + 3 * i) % 13]}${i % 11 === 0 ? ".\n" : " "}`;
    const file = temporaryFile("megabyte.txt", text);
    await configure({ steps: 1_000_000 });
    for (let round = 0; round < 3; round++) {
      const stands = await timed(() => commands.executeCommand("lstm.train", file));
      const toStep = await timed(() => untilStep(api, 1));
      tellFigure(
        `1.1 MB: the network stands after ${stands.toFixed(0)} ms, ${toStep.toFixed(0)} ms later its first step is told`,
      );
      assert.equal(api.run()!.description!.tokenCount, text.length);
      await commands.executeCommand("lstm.stop");
      await api.saved();
    }
  });
});
