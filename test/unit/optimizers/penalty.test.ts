import { describe, expect, test } from "vitest";
import { penalize } from "../../../engine/api/optimizers.ts";
import { pathFits } from "../../../engine/optimizers/paths.ts";
import { sgd } from "../../../engine/optimizers/sgd.ts";
import { Desk } from "./desk.ts";

describe("a penalty of large weights", () => {
  test("costs λ Σ w² of the weights that it names", () => {
    const { weights } = new Desk(sgd({ learningRate: 1 }));
    expect(penalize({ l2: 0.25, weights: ["bias"] }).loss(weights)).toBe(0.25 * 4);
    expect(penalize({ l2: 0.25, weights: ["*"] }).loss(weights)).toBe(0.25 * 5);
  });

  test("adds its loss' derivative to their gradients, and to no others", () => {
    const desk = new Desk(sgd({ learningRate: 1 }));
    const penalty = penalize({ l2: 0.3, weights: ["bias"] });
    desk.floats.set([10, 20], 2);
    penalty.addGradient(desk.weights);
    const change = 1e-6;
    desk.floats[1]! += change;
    const above = penalty.loss(desk.weights);
    desk.floats[1]! -= 2 * change;
    const slope = (above - penalty.loss(desk.weights)) / (2 * change);
    expect(desk.floats[2]).toBe(10);
    expect(desk.floats[3]! - 20).toBeCloseTo(slope, 9);
  });

  test("refuses a path that no weight has", () => {
    const { weights } = new Desk(sgd({ learningRate: 1 }));
    expect(() => penalize({ l2: 1, weights: ["kernl"] }).loss(weights)).toThrow(
      'penalty: there is no weight "kernl"; there are kernel, bias.',
    );
  });
});

describe("paths", () => {
  test.each([
    ["kernel", "kernel", true],
    ["kernel", "0/kernel", false],
    ["*kernel", "0/kernel", true],
    ["*kernel", "kernel", true],
    ["*kernel", "0/recurrentKernel", false],
    ["forward/*", "forward/0/bias", true],
    ["forward/*", "backward/forward/bias", false],
    ["*/0/*bias", "forward/0/recurrentBias", false],
    ["*/0/*Bias", "forward/0/recurrentBias", true],
    ["*a*a", "a", false],
    ["*a*a", "aa", true],
    ["*", "", true],
    ["a*", "a", true],
    ["a.c", "abc", false],
  ] as const)("%s means %s: %s", (pattern, path, fits) => {
    expect(pathFits(pattern, path)).toBe(fits);
  });

  test("of a thousand stars are looked at in no time", () => {
    const begun = performance.now();
    expect(pathFits("a*".repeat(5000), "a".repeat(4999))).toBe(false);
    expect(pathFits("a*".repeat(5000), "a".repeat(5000))).toBe(true);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
