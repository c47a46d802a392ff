import { describe, expect, it } from "vitest";
import { Pace } from "../../../engine/worker/pace.ts";

function paced() {
  let time = 0;
  const pace = new Pace(100, () => time);
  return {
    pace,
    steps(count: number, each: number) {
      for (let k = 0; k < count; k++) {
        time += each;
        pace.note(1);
      }
    },
    wait(milliseconds: number) {
      time += milliseconds;
    },
  };
}

describe("the pace of a run", () => {
  it("cannot be told before a step was done", () => {
    const { pace } = paced();
    pace.start();
    expect(pace.secondsFor(10)).toBeNull();
    expect(pace.tokensPerSecond).toBe(0);
  });

  it("is tokens per second of running time, and tells what is left", () => {
    const { pace, steps } = paced();
    pace.start();
    steps(500, 10);
    expect(pace.tokensPerSecond).toBeCloseTo(10_000, -2);
    expect(pace.secondsFor(200)).toBeCloseTo(2, 1);
  });

  it("does not fall during a pause", () => {
    const { pace, steps, wait } = paced();
    pace.start();
    steps(500, 10);
    pace.stop();
    const before = pace.tokensPerSecond;
    wait(60_000);
    expect(pace.tokensPerSecond).toBe(before);
    pace.start();
    steps(1, 10);
    expect(pace.tokensPerSecond).toBeCloseTo(10_000, -2);
  });

  it("follows a change within seconds", () => {
    const { pace, steps } = paced();
    pace.start();
    steps(500, 10);
    steps(500, 20);
    expect(pace.tokensPerSecond).toBeGreaterThan(4900);
    expect(pace.tokensPerSecond).toBeLessThan(5200);
  });

  it("tells something sensible of one very long step", () => {
    const { pace, steps } = paced();
    pace.start();
    steps(1, 30_000);
    expect(pace.secondsFor(2)).toBeCloseTo(60, 0);
  });
});
