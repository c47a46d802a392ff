import { describe, expect, it } from "vitest";
import { GradientHistory } from "../../../engine/history/gradientHistory.ts";
import { Samples } from "../../../engine/history/samples.ts";
import type { GradientReport } from "../../../engine/training/report.ts";
import type { Sample } from "../../../engine/worker/protocol.ts";

const report = (step: number): GradientReport => ({
  step,
  globalNorm: 1,
  clipFactor: 1,
  flow: [],
  parameters: [
    { path: "dense/bias", norm: step, largest: -step, largestRow: 0, largestColumn: 0, weightNorm: 1, updateRatio: step / 1000 },
  ],
});

const sample = (step: number, tokens: number): Sample => ({
  step,
  prompt: "",
  text: "",
  tokens: new Array<string>(tokens).fill("a"),
  probabilities: new Float32Array(tokens),
});

describe("the gradients' history", () => {
  it("keeps at most 512 reports, of the whole run, oldest first", () => {
    const history = new GradientHistory();
    for (let step = 1; step <= 5000; step++) history.append(report(step));
    const { steps, parameters } = history.snapshot();
    expect(steps.length).toBeLessThanOrEqual(512);
    expect(steps[0]).toBe(1);
    expect(steps.at(-1)).toBe(5000);
    expect(parameters[0]!.norm).toEqual(steps);
    expect(parameters[0]!.largest).toEqual(steps.map((step) => -step));
  });

  it("is of an even pace, but for the newest report, which is always there", () => {
    const history = new GradientHistory();
    for (let step = 1; step <= 3000; step++) {
      history.append(report(step));
      const { steps, stride } = history.snapshot();
      expect(steps.at(-1)).toBe(step);
      const paces = steps.slice(1, -1).map((kept, k) => kept - steps[k]!);
      expect(new Set(paces).size).toBeLessThanOrEqual(1);
      if (paces.length > 0) expect(paces[0]).toBe(stride);
    }
  });

  it("takes a report of the same step only once", () => {
    const history = new GradientHistory();
    history.append(report(3));
    history.append(report(3));
    expect([...history.snapshot().steps]).toEqual([3]);
  });

  it("goes on from what was saved", () => {
    for (const saved of [1, 511, 512, 513, 700, 1500]) {
      const [whole, before] = [new GradientHistory(), new GradientHistory()];
      for (let step = 1; step <= 2000; step++) whole.append(report(step));
      for (let step = 1; step <= saved; step++) before.append(report(step));
      const continued = GradientHistory.from(before.snapshot());
      for (let step = saved + 1; step <= 2000; step++) continued.append(report(step));
      expect(continued.snapshot()).toEqual(whole.snapshot());
    }
  });

  it("goes back to a step and on from there", () => {
    const history = new GradientHistory();
    for (let step = 1; step <= 700; step++) history.append(report(step));
    const back = GradientHistory.from(history.snapshot(), 300);
    expect(back.steps.at(-1)).toBe(299);
    back.append(report(301));
    expect(back.steps.at(-1)).toBe(301);
    expect(back.of("dense/bias").norm).toEqual(back.steps);
  });
});

describe("the samples of a run", () => {
  it("are the newest two hundred", () => {
    const samples = new Samples();
    for (let step = 1; step <= 300; step++) samples.append(sample(step, 5));
    expect(samples.all).toHaveLength(200);
    expect(samples.all.at(-1)!.step).toBe(300);
  });

  it("are fewer where each is long, but never none", () => {
    const samples = new Samples();
    for (let step = 1; step <= 30; step++) samples.append(sample(step, 10_000));
    expect(samples.all).toHaveLength(10);
    samples.append(sample(31, 1_000_000));
    expect(samples.all.map(({ step }) => step)).toEqual([31]);
  });

  it("are each kept once, however often they are told", () => {
    const samples = new Samples([sample(1, 5)]);
    samples.append(sample(1, 5));
    expect(samples.all).toHaveLength(1);
  });
});
