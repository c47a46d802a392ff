import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import { createArena } from "../../../engine/memory/arena.ts";
import { sequenceCases } from "./cases.ts";
import { simdDesk, variants } from "./desk.ts";
import { holdToReference } from "./held.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** Of so many numbers, all zero but for those told, the place of the largest. */
function largestOf(variant: (typeof variants)[number], size: number, numbers: Readonly<Record<number, number>>): number {
  const { x, kernels } = simdDesk(variant, size + 10);
  x.fill(infinity);
  x.fill(0, 5, 5 + size);
  for (const [place, number] of Object.entries(numbers)) x[5 + Number(place)] = number;
  return kernels.indexOfLargest(size, 5);
}

describe.each(variants)("kernels of the wrappers, %s", (variant) => {
  holdToReference(variant, sequenceCases, 2, 60);

  test("a mask of dropout is the reference's, bit for bit, and touches nothing else", () => {
    const rate = fc.constantFrom(0, 1e-300, 2 ** -33, 0.1, 0.5, 0.999, 1 - 2 ** -32, 1 - 2 ** -33);
    const seed = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 32 - 1));
    const property = fc.property(fc.constantFrom(1, 3, 4, 5, 17, 65, 1000), rate, seed, (size, rate, seed) => {
      const { x, kernels } = simdDesk(variant, size + 8);
      const wanted = createArena(size + 8, 0, "float32");
      kernels.dropoutMask(size, rate, seed, 3);
      referenceKernels(wanted).dropoutMask(size, rate, seed, 3);
      expect(x).toEqual(wanted.floats);
    });
    fc.assert(property, { numRuns: 150 });
  });

  test("the largest is the first of equals, of either sign, wherever it stands", () => {
    for (const size of [1, 3, 4, 5, 17, 65])
      for (let place = 0; place < size; place++) {
        expect(largestOf(variant, size, { [place]: -3, [size - 1]: 3 })).toBe(place);
        expect(largestOf(variant, size, { [place]: infinity, 0: place === 0 ? infinity : 2 ** -149 })).toBe(place);
      }
  });

  test("the first NaN is larger than all, infinity too; of zeros the first is the largest", () => {
    for (const size of [3, 4, 5, 17, 65]) {
      for (let place = 0; place < size - 1; place++)
        expect(largestOf(variant, size, { 0: infinity, [place]: nan, [size - 1]: nan })).toBe(place);
      expect(largestOf(variant, size, {})).toBe(0);
    }
  });

  test("differences beyond float32 have a square", () => {
    const { x, kernels } = simdDesk(variant, 20);
    x.fill(3e38, 0, 5);
    x.fill(-3e38, 5, 10);
    expect(kernels.squaredDistance(5, 0, 5) / 1.8e78).toBeCloseTo(1, 6);
    expect(kernels.squaredError(5, 1, 0, 5, -1) / 1.8e78).toBeCloseTo(1, 6);
    x[2] = nan;
    expect(kernels.squaredDistance(5, 0, 5)).toBeNaN();
  });
});
