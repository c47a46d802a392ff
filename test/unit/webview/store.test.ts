import { describe, expect, test } from "vitest";
import type { Progress } from "../../../engine/worker/protocol.ts";
import { RunStore } from "../../../webview/shared/store.ts";
import { shakespeare } from "../../webview/fixture/description.ts";
import { FixtureRun } from "../../webview/fixture/run.ts";

const parts = (store: RunStore) => {
  const { loss, smoothed, gradientNorm, history, lastLoss, lastSmoothed, gradients, status } = store.run!;
  const curves = [loss, smoothed, gradientNorm].map(({ width, steps, mean }) => ({
    width,
    steps,
    mean: [...mean.subarray(0, steps)],
  }));
  return { curves, steps: history.steps, kernel: history.of("0/kernel"), lastLoss, lastSmoothed, gradients, status };
};

describe("the store", () => {
  test("knows the same whether it was told all at once or step by step", () => {
    const run = new FixtureRun(shakespeare);
    run.advance(7);
    const followed = new RunStore();
    followed.receive({ type: "run", run: run.view() });
    for (let k = 0; k < 20; k++) followed.receive({ type: "progress", runId: 1, progress: run.advance(1 + (k % 5)) });
    const hydrated = new RunStore();
    hydrated.receive({ type: "run", run: run.view() });
    expect(parts(followed)).toEqual(parts(hydrated));
  });

  test("does not listen to another run", () => {
    const run = new FixtureRun(shakespeare);
    run.advance(5);
    const store = new RunStore();
    store.receive({ type: "run", run: run.view() });
    const changes: string[] = [];
    store.subscribe((_, change) => changes.push(change));
    store.receive({ type: "progress", runId: 2, progress: run.advance(5) });
    expect(store.run!.loss.steps).toBe(5);
    expect(changes).toEqual([]);
  });

  test("keeps the last loss when a report only says how things stand", () => {
    const run = new FixtureRun(shakespeare);
    const progress = run.advance(5);
    const store = new RunStore();
    store.receive({ type: "run", run: run.view() });
    const none = new Float64Array(0);
    const pausing: Progress = { ...progress, losses: none, smoothed: none, gradientNorms: none, paused: true };
    store.receive({ type: "progress", runId: 1, progress: pausing });
    expect(store.run!.lastLoss).toBe(progress.losses.at(-1));
    expect(store.run!.status).toBe("paused");
  });

  test("takes a sample once", () => {
    const run = new FixtureRun(shakespeare);
    run.advance(200);
    const store = new RunStore();
    store.receive({ type: "run", run: run.view() });
    store.receive({ type: "samples", runId: 1, samples: [run.view().samples[0]!] });
    expect(store.run!.samples.all).toHaveLength(1);
  });

  test("forgets the run when there is none", () => {
    const store = new RunStore();
    store.receive({ type: "run", run: null });
    expect(store.run).toBeNull();
  });

  test("remembers at most 512 reports of gradients, over the whole run", () => {
    const run = new FixtureRun(shakespeare);
    run.advance(1);
    const store = new RunStore();
    store.receive({ type: "run", run: run.view() });
    for (let k = 0; k < 1500; k++) store.receive({ type: "progress", runId: 1, progress: run.advance(1) });
    const { steps } = store.run!.history;
    expect(steps.length).toBeLessThanOrEqual(512);
    expect(steps[0]).toBeLessThan(8);
    expect(steps.at(-1)).toBe(1501);
    expect(store.run!.history.of("dense/bias").norm).toHaveLength(steps.length);
  });
});
