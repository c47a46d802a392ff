import { expect, test } from "vitest";
import { largestDeviation } from "./agreement.ts";
import type { Expected } from "./parityCase.ts";

const tolerance = { absolute: 1e-3, relative: 1e-2 };
const withWeights = (data: number[], shape = [data.length]): Expected => ({
  losses: [1],
  steps: {},
  weights: { kernel: { shape, data } },
});
const ratio = (actual: Expected, expected: Expected) => largestDeviation(actual, expected, tolerance).ratio;

test("equal numbers deviate by nothing, and more than what is expected may be there", () => {
  expect(ratio(withWeights([1, 2]), { ...withWeights([1, 2]), weights: {} })).toBe(0);
});

test("the largest deviation is measured in tolerances, at its element", () => {
  const deviation = largestDeviation(withWeights([1, 2.042]), withWeights([1, 2]), tolerance);
  expect(deviation).toMatchObject({ where: "weights kernel", element: 1, actual: 2.042, expected: 2 });
  expect(deviation.ratio).toBeCloseTo(2);
});

test("a missing tensor, another shape and a number that is none are infinitely far", () => {
  expect(ratio({ ...withWeights([1]), weights: {} }, withWeights([1]))).toBe(Number.POSITIVE_INFINITY);
  expect(ratio(withWeights([1, 2], [2, 1]), withWeights([1, 2], [1, 2]))).toBe(Number.POSITIVE_INFINITY);
  expect(ratio(withWeights([Number.NaN]), withWeights([1]))).toBe(Number.POSITIVE_INFINITY);
});
