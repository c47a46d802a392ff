import { describe, expect, test } from "vitest";
import { type ActivationName, activationCodes } from "../../../engine/kernels/activations.ts";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import { createArena } from "../../../engine/memory/arena.ts";
import { cellCases } from "./cases.ts";
import { simdDesk, ulp, variants } from "./desk.ts";
import { holdToReference } from "./held.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const { sigmoid, hardSigmoid, tanh } = activationCodes;
const denormal = 2 ** -149;
const limits = [0, -0, denormal, -denormal, 1, -1, 2.5, -2.5, 3, -3, 1e30, -1e30, infinity, -infinity, nan];

describe.each(variants)("kernels of the cells, %s", (variant) => {
  holdToReference(variant, cellCases, 1, 100);

  for (const [name, code] of Object.entries(activationCodes) as [ActivationName, number][]) {
    test(`${name} is the reference's at its corners and limits, NaN and denormals`, () => {
      const { x, kernels } = simdDesk(variant, 2 * limits.length);
      x.set(limits);
      kernels.activateForward(limits.length, code, 0, limits.length);
      const exact = createArena(2 * limits.length, 0, "float64");
      exact.floats.set(limits);
      referenceKernels(exact).activateForward(limits.length, code, 0, limits.length);
      for (const [i, limit] of limits.entries()) {
        const [got, wanted] = [x[limits.length + i]!, exact.floats[limits.length + i]!];
        const close = Object.is(got, wanted) || Math.abs(got - wanted) <= 2.5 * ulp(wanted);
        if (!close) expect.fail(`${name}(${limit}) is ${got}, not ${wanted}`);
      }
    });

    test(`the slope of ${name} is the reference's at its corners, and told from NaN`, () => {
      const values = [0, -0, denormal, 0.25, 1 - 2 ** -24, 1, -1, nan];
      const { x, kernels } = simdDesk(variant, 3 * values.length);
      x.set(values);
      x.fill(1, 8, 16);
      kernels.activateBackward(values.length, code, 0, 8, 16);
      const wanted = createArena(3 * values.length, 0, "float32");
      wanted.floats.set(values);
      wanted.floats.fill(1, 8, 16);
      referenceKernels(wanted).activateBackward(values.length, code, 0, 8, 16);
      expect(x).toEqual(wanted.floats);
    });
  }

  test("a state at its bound is clipped and passes no gradient, not even NaN; a state that is NaN stays so", () => {
    const { x, kernels } = simdDesk(variant, 100);
    // Gates that are wide open: c = previousC + 1.
    x.fill(100, 0, 12);
    x.set([0.5, -3, nan], 12);
    kernels.memoryForward(1, 3, sigmoid, tanh, 0, 0, infinity, 1.25, -1, -1, 0, 12, 20);
    expect([...x.subarray(20, 23)]).toEqual([1.25, -1.25, nan]);
    x.set([1.25, -1.25, 1.2499999], 20);
    x.set([nan, nan, 1], 30);
    kernels.memoryBackward(1, 3, sigmoid, tanh, 0, infinity, 1.25, -1, -1, 0, 12, 20, 30, 40, 50);
    const passed = [40, 41, 50, 51, 53, 54, 56, 57].map((place) => Math.abs(x[place]!));
    expect(passed).toEqual(Array(8).fill(0));
    expect(x[42]).toBeNaN();
  });

  test("without a bound a state may be infinite", () => {
    const { x, kernels } = simdDesk(variant, 100);
    x.fill(100, 0, 4);
    x[10] = infinity;
    kernels.memoryForward(1, 1, hardSigmoid, tanh, 0, 0, infinity, infinity, 50, -1, 0, 10, 20);
    expect(x[20]).toBeNaN();
    x.fill(1, 50, 53);
    x.fill(100, 0, 4);
    kernels.memoryForward(1, 1, hardSigmoid, tanh, 0, 0, infinity, infinity, 50, -1, 0, 10, 20);
    expect(x[20]).toBe(infinity);
  });

  test("a row of equal numbers is normalized to zeros, and a single number too", () => {
    for (const columns of [1, 3, 5, 64]) {
      const { x, kernels } = simdDesk(variant, 400);
      x.fill(0.1, 0, columns);
      x.fill(1, 100, 100 + columns);
      x.fill(0.5, 200, 200 + columns);
      kernels.normalizeForward(1, columns, 1, 1e-12, 100, 200, 0, 390, 300);
      expect([...x.subarray(0, columns)]).toEqual(Array(columns).fill(0));
      expect([...x.subarray(300, 300 + columns)]).toEqual(Array(columns).fill(0.5));
      expect(x[390]).toBe(1e6);
    }
  });

  test("a row whose mean is a hundred thousand times its spread is normalized to six digits", () => {
    const columns = 65;
    const { x, kernels } = simdDesk(variant, 400);
    const exact = createArena(400, 0, "float64");
    for (let j = 0; j < columns; j++) x[j] = 1000 + Math.sin(j) / 100;
    exact.floats.set(x);
    for (const floats of [x, exact.floats]) floats.fill(1, 100, 100 + columns);
    for (const each of [kernels, referenceKernels(exact)]) each.normalizeForward(1, columns, 1, 1e-12, 100, 200, 0, 390, 300);
    for (let j = 0; j < columns; j++) expect(Math.abs(x[300 + j]! - exact.floats[300 + j]!)).toBeLessThan(1e-6);
  });

  test("what is not finite in a row is found in all of it, and in no other row", () => {
    for (const strange of [nan, infinity]) {
      const { x, kernels } = simdDesk(variant, 100);
      for (let i = 0; i < 15; i++) x[i] = i;
      x[7] = strange;
      x.fill(1, 20, 25);
      kernels.normalizeForward(3, 5, 1, 1e-12, 20, 30, 0, 40, 50);
      expect([...x.subarray(55, 60)]).toEqual(Array(5).fill(nan));
      expect([...x.subarray(50, 55), ...x.subarray(60, 65)].every(Number.isFinite)).toBe(true);
    }
  });
});
