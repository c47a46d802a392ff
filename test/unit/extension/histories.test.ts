import { describe, expect, it } from "vitest";
import type { GradientReport } from "../../../engine/training/report.ts";
import type { Sample } from "../../../engine/worker/protocol.ts";
import { GradientHistory } from "../../../extension/run/gradientHistory.ts";
import { Samples } from "../../../extension/run/samples.ts";

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
    expect(steps.at(-1)).toBeGreaterThan(4900);
    expect(parameters[0]!.norm).toEqual(steps);
    expect(parameters[0]!.largest).toEqual(steps.map((step) => -step));
  });

  it("takes a report of the same step only once", () => {
    const history = new GradientHistory();
    history.append(report(3));
    history.append(report(3));
    expect([...history.snapshot().steps]).toEqual([3]);
  });

  it("goes on from what was saved", () => {
    const history = new GradientHistory();
    history.append(report(1));
    const continued = GradientHistory.from(history.snapshot());
    continued.append(report(2));
    expect([...continued.snapshot().steps]).toEqual([1, 2]);
  });
});

describe("the samples of a run", () => {
  it("are the newest two hundred", () => {
    const samples = new Samples();
    for (let step = 1; step <= 300; step++) samples.append(sample(step, 5));
    expect(samples.snapshot()).toHaveLength(200);
    expect(samples.snapshot().at(-1)!.step).toBe(300);
  });

  it("are fewer where each is long, but never none", () => {
    const samples = new Samples();
    for (let step = 1; step <= 30; step++) samples.append(sample(step, 10_000));
    expect(samples.snapshot()).toHaveLength(10);
    samples.append(sample(31, 1_000_000));
    expect(samples.snapshot().map(({ step }) => step)).toEqual([31]);
  });
});
