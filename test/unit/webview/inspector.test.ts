import { describe, expect, test } from "vitest";
import type { RunDescription } from "../../../engine/runs/description.ts";
import type { GradientReport } from "../../../engine/training/report.ts";
import { flowBars, flowRange, tokenAt } from "../../../webview/inspector/flowBars.ts";
import { hintsFor } from "../../../webview/inspector/hints.ts";
import { placeOf } from "../../../webview/inspector/place.ts";
import { logarithmicHeights } from "../../../webview/inspector/sparkline.ts";
import { type RunState, RunStore } from "../../../webview/shared/store.ts";
import { bidirectional, gru, plugin, shakespeare, story } from "../../webview/fixture/description.ts";
import { FixtureRun } from "../../webview/fixture/run.ts";

function runWith(change: (report: GradientReport) => Partial<GradientReport>, description = shakespeare): RunState {
  const run = new FixtureRun(description);
  for (let k = 0; k < 30; k++) run.advance(50);
  const store = new RunStore();
  store.receive({ type: "run", run: run.view() });
  store.run!.gradients = { ...store.run!.gradients!, ...change(store.run!.gradients!) };
  return store.run!;
}

const ratios = (updateRatio: number) => (report: GradientReport) => ({
  parameters: report.parameters.map((parameter) => ({ ...parameter, updateRatio })),
});

describe("hints", () => {
  test("are silent when all is as it should be", () => {
    expect(hintsFor(runWith(() => ({})))).toEqual([]);
  });

  test("name a learning rate when the updates are far from a thousandth of the weights", () => {
    expect(hintsFor(runWith(ratios(0.04)))[0]!.advice).toContain("0.00005");
    expect(hintsFor(runWith(ratios(2e-5)))[0]!.finding).toContain("far less");
  });

  test("speak of a vanishing gradient only where the loss is read at the last step alone", () => {
    const windows = { ...story, steps: 40 };
    const norms = Float32Array.from({ length: 40 }, (_, k) => 10 ** (-(39 - k) / 4));
    const vanishing = ({ flow }: GradientReport) => ({
      flow: flow.map(({ states, ...cell }) => ({ ...cell, states: states.map(({ name }) => ({ name, norms })) })),
    });
    const { recipe, steps } = windows;
    const hint = (description: RunDescription) => hintsFor(runWith(vanishing, { ...description, recipe, steps }))[0]!;
    expect(hint(windows).finding).toMatch(/reaches t = 1 in LSTM: it vanishes/);
    expect(hint(windows).advice).toContain("forget bias");
    expect(hint(gru).advice).toContain("a bias of 1 or 2 for its update gate");
    expect(hint(bidirectional).finding).toContain("in forward, layer 1");
    expect(hint(plugin).advice).not.toMatch(/forget|LSTM/);
    expect(hintsFor(runWith(vanishing))).toEqual([]);
  });

  test("wait until the first steps are over", () => {
    const run = runWith(ratios(0.5));
    run.gradients = { ...run.gradients!, step: 3 };
    expect(hintsFor(run)).toEqual([]);
  });
});

describe("the gradient's way back", () => {
  const norms = Float32Array.from([1e-3, 1e-2, 1e-1, 1]);

  test("begins at the left with the last step", () => {
    const bars = flowBars(norms, false, flowRange([norms], "linear"), "linear", 100);
    expect(bars[0]).toBe(1);
    expect(bars.map((bar, k) => k === 0 || bar < bars[k - 1]!)).toEqual([true, true, true, true]);
  });

  test("of a reversed cell begins at the right, with the first token, which it read last", () => {
    const scale = [flowRange([norms], "linear"), "linear", 100] as const;
    expect(flowBars(norms, true, ...scale)).toEqual(flowBars(norms, false, ...scale).toReversed());
    expect([1, 2, 4].map((t) => tokenAt(t, 4, true))).toEqual([4, 3, 1]);
  });

  test("falls evenly on a logarithmic scale when it falls by a factor a step", () => {
    const bars = flowBars(norms, false, flowRange([norms], "log"), "log", 100);
    const falls = bars.slice(1).map((bar, k) => bars[k]! - bar);
    for (const fall of falls) expect(fall).toBeCloseTo(falls[0]!, 6);
    expect(bars.at(-1)).toBeGreaterThan(0);
  });

  test("shows the largest of the steps that share a pixel", () => {
    const many = new Float32Array(1000).fill(0.1);
    many[500] = 1;
    const bars = flowBars(many, false, [0, 1], "linear", 100);
    expect(bars).toHaveLength(100);
    expect(Math.max(...bars)).toBe(1);
  });
});

test("a sparkline does not blow small changes up, and keeps the healthy ratio in the picture", () => {
  const { heights, reference } = logarithmicHeights([1e-3, 1.1e-3], 1e-3);
  expect(reference).toBeCloseTo(heights[0]!, 12);
  expect(heights[1]! - heights[0]!).toBeLessThan(0.1);
});

test("the largest element's place is told by gate, row and column within the gate", () => {
  const gradient = { path: "0/kernel", norm: 1, largest: 1, largestRow: 2, largestColumn: 7, weightNorm: 1, updateRatio: 1 };
  expect(placeOf(gradient, story)).toBe("gate f, token 2 “had”, unit 2");
});
