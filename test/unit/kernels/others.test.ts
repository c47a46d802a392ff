import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kernels } from "../../../engine/kernels/kernels.ts";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import { simdNames } from "../../../engine/kernels/simd/instance.ts";
import { createArena } from "../../../engine/memory/arena.ts";
import { Random } from "../../../engine/random/random.ts";
import { simdDesk, variants } from "./desk.ts";

type Name = Exclude<(typeof simdNames)[number], "gemmNN" | "gemmNT" | "gemmTN">;

/** Sizes that a case draws: `of(i)` is the place of its i-th array, each `span` long, with room after it that must stay as it is. */
interface Sizes {
  readonly rows: number;
  readonly columns: number;
  readonly of: (array: number) => number;
}

/** Arguments of a call. Ids are below 7; arrays hold numbers from -2 to 2, those named `positive` from 0 to 2. */
const cases: Readonly<Record<Name, (sizes: Sizes) => readonly number[]>> = {
  gatherRows: ({ rows, columns, of }) => [rows, columns, 0, of(0), of(1)],
  scatterAddRows: ({ rows, columns, of }) => [rows, columns, 0, of(0), of(1)],
  addBias: ({ rows, columns, of }) => [rows, columns, of(0), of(1)],
  columnSums: ({ rows, columns, of }) => [rows, columns, of(0), of(1)],
  gatesForward: ({ rows, columns, of }) => [rows, columns, 1, of(0), of(1), of(2), of(3), of(4)],
  gatesBackward: ({ rows, columns, of }) => [rows, columns, of(0), of(1), of(2), of(3), of(4), of(5), of(6)],
  softmaxCrossEntropy: ({ rows, columns, of }) => [rows, columns + 6, 0.25, of(0), 0, of(1)],
  fill: ({ rows, columns, of }) => [rows * columns, 1.5, of(0)],
  copy: ({ rows, columns, of }) => [rows * columns, of(0), of(1)],
  addScaled: ({ rows, columns, of }) => [rows * columns, -0.3, of(0), of(1)],
  rescale: ({ rows, columns, of }) => [rows * columns, 0.7, of(0)],
  clamp: ({ rows, columns, of }) => [rows * columns, 0.75, of(0)],
  sumOfSquares: ({ rows, columns, of }) => [rows * columns, of(0)],
  multiply: ({ rows, columns, of }) => [rows * columns, of(0), of(1), of(2), rows % 2],
  sgd: ({ rows, columns, of }) => [rows * columns, 0.1, 0.5, of(0), of(1)],
  sgdMomentum: ({ rows, columns, of }) => [rows * columns, 0.1, 0.5, 0.9, rows % 2, of(0), of(1), of(2)],
  adam: ({ rows, columns, of }) => [rows * columns, 0.01, 0.5, 0.9, 0.999, 1e-8, 0.1, 0.001, of(0), of(1), of(2), of(7)],
  rmsprop: ({ rows, columns, of }) => [rows * columns, 0.01, 0.5, 0.99, 1e-7, 1e-8, of(0), of(1), of(7)],
  adagrad: ({ rows, columns, of }) => [rows * columns, 0.01, 0.5, 1e-7, 1e-10, of(0), of(1), of(7)],
};

const arrays = 8;
/** Rounding errors of the few operations of an element, in a number of about its size. */
const near = (got: number, wanted: number): boolean => Math.abs(got - wanted) <= 2e-6 * (1 + Math.abs(wanted));

function desks(variant: (typeof variants)[number], rows: number, columns: number, seed: number) {
  const span = 4 * rows * columns + 8 * columns + 64;
  const simd = simdDesk(variant, arrays * span, rows);
  const exact = createArena(arrays * span, rows, "float64");
  const random = new Random(seed);
  for (let i = 0; i < simd.x.length; i++) {
    simd.x[i] = random.uniform() * 4 - 2;
    if (i >= 7 * span) simd.x[i] = Math.abs(simd.x[i]!) + 0.01;
    exact.floats[i] = simd.x[i]!;
  }
  for (let r = 0; r < rows; r++) simd.arena.ints[r] = exact.ints[r] = random.below(7);
  return { simd, exact, of: (array: number) => array * span + 3 };
}

describe.each(variants)("kernels by elements and by rows, %s", (variant) => {
  for (const [name, argumentsOf] of Object.entries(cases) as [Name, (sizes: Sizes) => readonly number[]][])
    test(`${name} is the reference's, and touches nothing else`, () => {
      fc.assert(
        fc.property(
          fc.constantFrom(1, 2, 3, 5, 17),
          fc.constantFrom(1, 3, 4, 5, 8, 17, 65, 300),
          fc.nat(),
          (rows, columns, seed) => {
            const { simd, exact, of } = desks(variant, rows, columns, seed);
            const args = argumentsOf({ rows, columns, of });
            const call = (kernels: Kernels) => (kernels[name] as (...args: readonly number[]) => number | undefined)(...args);
            const [got, wanted] = [call(simd.kernels), call(referenceKernels(exact))];
            if (wanted !== undefined && !near(got!, wanted)) expect.fail(`returns ${got}, not ${wanted}`);
            for (let i = 0; i < simd.x.length; i++)
              if (!near(simd.x[i]!, exact.floats[i]!)) expect.fail(`element ${i} is ${simd.x[i]}, not ${exact.floats[i]}`);
          },
        ),
        { numRuns: 40 },
      );
    });

  test("every kernel that there is in WebAssembly is held to the reference", () => {
    expect(simdNames.filter((name) => !name.startsWith("gemm")).sort()).toEqual(Object.keys(cases).sort());
  });

  test("softmax cross-entropy takes logits of a thousand, and tells the same loss without a gradient", () => {
    const { simd } = desks(variant, 2, 3, 1);
    simd.x.set([1000, 0, -1000, -1000, 0, 1000]);
    simd.arena.ints.set([0, 0]);
    expect(simd.kernels.softmaxCrossEntropy(2, 3, 0.5, 0, 0, 10)).toBe(2000);
    expect([...simd.x.subarray(10, 16)]).toEqual([0, 0, 0, -0.5, 0, 0.5]);
    expect(simd.kernels.softmaxCrossEntropy(2, 3, 0.5, 0, 0, -1)).toBe(2000);
  });

  test("what is not finite stays so, and is found: NaN in a sum, a state and a loss", () => {
    const { simd } = desks(variant, 1, 5, 1);
    simd.x.fill(0.5);
    simd.x[2] = Number.NaN;
    expect(simd.kernels.sumOfSquares(5, 0)).toBeNaN();
    expect(simd.kernels.softmaxCrossEntropy(1, 5, 1, 0, 0, -1)).toBeNaN();
    simd.kernels.clamp(5, 1, 0);
    expect(simd.x[2]).toBeNaN();
    simd.kernels.gatesForward(1, 5, 0, 0, 30, 40, 50, 60);
    expect(simd.x[42]).toBeNaN();
    simd.x.fill(Number.POSITIVE_INFINITY, 0, 5);
    expect(simd.kernels.sumOfSquares(5, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test("the square of a float32 beyond float32 is still a number", () => {
    const { simd } = desks(variant, 1, 5, 1);
    simd.x.fill(1e30, 0, 5);
    expect(simd.kernels.sumOfSquares(5, 0) / 5e60).toBeCloseTo(1, 6);
  });
});
