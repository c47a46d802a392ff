import { describe, expect, test } from "vitest";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import { simdNames } from "../../../engine/kernels/simd/instance.ts";
import { createArena } from "../../../engine/memory/arena.ts";
import { cellCases, plainCases, sequenceCases } from "./cases.ts";
import { simdDesk, variants } from "./desk.ts";
import { holdToReference } from "./held.ts";

test("every kernel is in WebAssembly, and held to the reference", () => {
  const products = ["gemmNN", "gemmNT", "gemmTN"];
  const held = [...products, "dropoutMask", ...[plainCases, cellCases, sequenceCases].flatMap((cases) => Object.keys(cases))];
  expect([...simdNames].sort()).toEqual(held.sort());
  expect([...simdNames].sort()).toEqual(Object.keys(referenceKernels(createArena(1, 1, "float32"))).sort());
});

describe.each(variants)("kernels by elements and by rows, %s", (variant) => {
  holdToReference(variant, plainCases, 2, 40);

  test("softmax cross-entropy takes logits of a thousand, and tells the same loss without a gradient", () => {
    const { x, kernels, arena } = simdDesk(variant, 100, 2);
    x.set([1000, 0, -1000, -1000, 0, 1000]);
    arena.ints.set([0, 0]);
    expect(kernels.softmaxCrossEntropy(2, 3, 0.5, 0, 0, 10)).toBe(2000);
    expect([...x.subarray(10, 16)]).toEqual([0, 0, 0, -0.5, 0, 0.5]);
    expect(kernels.softmaxCrossEntropy(2, 3, 0.5, 0, 0, -1)).toBe(2000);
  });

  test("what is not finite stays so, and is found: NaN in a sum, a state and a loss", () => {
    const { x, kernels } = simdDesk(variant, 100, 1);
    x.fill(0.5);
    x[2] = Number.NaN;
    expect(kernels.sumOfSquares(5, 0)).toBeNaN();
    expect(kernels.softmaxCrossEntropy(1, 5, 1, 0, 0, -1)).toBeNaN();
    kernels.clamp(5, 1, 0);
    expect(x[2]).toBeNaN();
    kernels.gatesForward(1, 5, 0, 0, 30, 40, 50, 60);
    expect(x[42]).toBeNaN();
    x.fill(Number.POSITIVE_INFINITY, 0, 5);
    expect(kernels.sumOfSquares(5, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test("the square of a float32 beyond float32 is still a number", () => {
    const { x, kernels } = simdDesk(variant, 100, 1);
    x.fill(1e30, 0, 5);
    expect(kernels.sumOfSquares(5, 0) / 5e60).toBeCloseTo(1, 6);
  });
});
