import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildRun } from "../../../engine/runs/build.ts";
import { Cadence } from "../../../engine/worker/cadence.ts";
import type { Report } from "../../../engine/worker/protocol.ts";
import { TrainingSession } from "../../../engine/worker/trainingSession.ts";
import { orderOf } from "./configs.ts";

/** A session whose deferred tasks run when the test says so, and whose time stands still. */
function session(change: Parameters<typeof orderOf>[0]) {
  const interrupt = new Int32Array(1);
  const tasks: (() => void)[] = [];
  const reports: Report[] = [];
  const order = orderOf(change, { interrupt });
  const run = buildRun(order);
  let time = 0;
  // Each question for the time takes 21 ms, so that a slice is one step.
  const clock = {
    now: () => (time += 21),
    defer: (task: () => void) => void tasks.push(task),
    later: (task: () => void) => void tasks.push(task),
  };
  const made = new TrainingSession(run, order, (report) => reports.push(report), clock);
  return {
    run,
    interrupt,
    session: made,
    reports,
    runTask: () => tasks.shift()?.(),
    finish() {
      while (tasks.length > 0) tasks.shift()!();
    },
    get losses() {
      return reports.flatMap((report) => (report.type === "progress" ? [...report.progress.losses] : []));
    },
    get samples() {
      return reports.flatMap((report) => (report.type === "sample" ? [report.sample] : []));
    },
  };
}

/** Raises the shared flag at a model's k-th question whether to go on, as a host would from its own thread. */
function raiseAt(question: number, { run, interrupt }: ReturnType<typeof session>): void {
  const { model } = run.trainer;
  const ask = model.interrupted;
  let asked = 0;
  model.interrupted = () => {
    if (++asked === question) Atomics.store(interrupt, 0, 1);
    return ask();
  };
}

describe("a training session", () => {
  const kind = { steps: 6, sampleEvery: 3, layers: 2 };
  const alone = session(kind);
  alone.finish();

  it("abandons a step wherever the flag is raised in it, and gives the numbers of a run that was left alone", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (question) => {
        const controlled = session(kind);
        raiseAt(question, controlled);
        for (let k = 0; k < 40 && controlled.interrupt[0] === 0; k++) controlled.runTask();
        const before = controlled.run.trainer.stepCount;
        for (let k = 0; k < 3; k++) controlled.runTask();
        expect(controlled.run.trainer.stepCount).toBe(before);
        expect(controlled.session.pause()).toEqual({ step: before });
        expect(controlled.interrupt[0]).toBe(0);
        if (before < 6) controlled.session.resume();
        controlled.finish();
        expect(controlled.losses).toEqual(alone.losses);
        expect(controlled.samples).toEqual(alone.samples);
      }),
      { numRuns: 60 },
    );
  });

  it("was interrupted in the middle of a step by that, forward and backward", () => {
    const controlled = session(kind);
    raiseAt(3, controlled);
    controlled.runTask();
    controlled.runTask();
    expect([controlled.interrupt[0], controlled.run.trainer.stepCount]).toEqual([1, 0]);
  });

  it("does nothing more once it is stopped, not even a report", () => {
    const controlled = session(kind);
    for (let k = 0; k < 3; k++) controlled.runTask();
    controlled.session.stop();
    const count = controlled.reports.length;
    controlled.finish();
    expect(controlled.reports).toHaveLength(count);
    expect(controlled.reports.at(-1)).toMatchObject({ type: "ended" });
  });

  it("works in one chain of slices, however often it is paused and resumed", () => {
    const controlled = session({ steps: 1000 });
    controlled.runTask();
    for (let k = 0; k < 10; k++) {
      controlled.session.pause();
      controlled.session.resume();
    }
    const before = controlled.run.trainer.stepCount;
    controlled.runTask();
    controlled.runTask();
    expect(controlled.run.trainer.stepCount).toBe(before + 2);
  });

  it("paused in a sample finishes it after it was resumed", () => {
    const controlled = session(kind);
    while (controlled.run.trainer.stepCount < 3) controlled.runTask();
    controlled.runTask();
    controlled.session.pause();
    expect(controlled.samples).toEqual([]);
    controlled.session.resume();
    controlled.finish();
    expect(controlled.samples).toEqual(alone.samples);
  });
});

describe("the cadence of reports", () => {
  it("is what was asked for, unless a report takes more than a tenth of the time", () => {
    let time = 0;
    const cadence = new Cadence(() => time);
    const dueAfter = (cost: number): number => {
      const begun = time;
      cadence.make(() => {
        time += cost;
      }, 100);
      while (!cadence.due) time++;
      return time - begun;
    };
    expect(cadence.due).toBe(true);
    expect(dueAfter(0)).toBe(100);
    expect(dueAfter(10)).toBe(100);
    expect(dueAfter(50)).toBe(500);
  });
});
