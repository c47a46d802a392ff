import { describe, expect, it } from "vitest";
import { aboutTime, tableOfWeights, tellCosts, tellSteps } from "../../../extension/recipes/sentences.ts";

const costs = { parameterCount: 4293, plannedBytes: 12e6, steps: 5000, secondsPerStep: 0.008, seconds: 41 };

describe("what a recipe costs", () => {
  it("is one line above it", () => {
    expect(tellCosts(costs)).toBe("4,293 weights · 12 MB · about 40 s");
    expect(tellCosts({ ...costs, seconds: null })).toBe("4,293 weights · 12 MB");
  });

  it.each([
    [0.2, "a second"],
    [4.4, "4 s"],
    [44, "45 s"],
    [119, "2 min"],
    [3600 * 3 + 700, "3 h"],
    [86_400 * 9, "9 days"],
  ])("is told no closer than %d seconds were measured", (seconds, told) => {
    expect(aboutTime(seconds)).toBe(told);
  });

  it("is told by its steps", () => {
    expect(tellSteps(costs)).toBe("5,000 steps of about 8.0 ms");
    expect(tellSteps({ ...costs, secondsPerStep: 0.31, steps: 1 })).toBe("1 step of about 310 ms");
    expect(tellSteps({ ...costs, secondsPerStep: null })).toBe("5,000 steps");
  });

  it("has a line for each weight, up to a bound", () => {
    const parameters = Array.from({ length: 30 }, (_, i) => ({ path: `${i}/kernel`, rows: 4, columns: 1000 }));
    const lines = tableOfWeights({ parameters }, 10).split("\n");
    expect(lines).toHaveLength(11);
    expect(lines[0]).toBe("0/kernel  4 × 1000  4,000");
    expect(lines[10]).toBe("and 20 more");
  });
});
