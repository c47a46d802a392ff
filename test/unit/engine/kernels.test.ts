import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checked } from "../../../engine/kernels/checked/checked.ts";
import { interruptible, StepInterrupted } from "../../../engine/kernels/interruptible.ts";
import type { Kernels } from "../../../engine/kernels/kernels.ts";
import { sigmoid } from "../../../engine/kernels/reference/gates.ts";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import { createArena, type Precision } from "../../../engine/memory/arena.ts";
import { Random } from "../../../engine/random/random.ts";

function desk(precision: Precision = "float64", size = 4096) {
  const arena = createArena(size, 64, precision);
  const random = new Random(5);
  for (let i = 0; i < size; i++) arena.floats[i] = random.uniform() * 4 - 2;
  return { arena, x: arena.floats, kernels: referenceKernels(arena) };
}

describe("products of matrices", () => {
  const size = fc.integer({ min: 1, max: 9 });
  const variants = ["gemmNN", "gemmNT", "gemmTN"] as const;

  for (const variant of variants)
    test(`${variant} is the sum of products that it is defined to be, within wider matrices`, () => {
      fc.assert(
        fc.property(size, size, size, fc.constantFrom(0, 1), fc.nat({ max: 3 }), (m, n, k, accumulate, margin) => {
          const { x, kernels } = desk();
          const [a, b, c] = [0, 1000, 2000];
          const lda = (variant === "gemmTN" ? m : k) + margin;
          const ldb = (variant === "gemmNT" ? k : n) + margin;
          const ldc = n + margin;
          const left = (i: number, p: number) => x[a + (variant === "gemmTN" ? p * lda + i : i * lda + p)];
          const right = (p: number, j: number) => x[b + (variant === "gemmNT" ? j * ldb + p : p * ldb + j)];
          const before = x.slice();
          kernels[variant](m, n, k, a, lda, b, ldb, c, ldc, accumulate);
          for (let i = 0; i < m; i++)
            for (let j = 0; j < ldc; j++) {
              let sum = j < n && accumulate === 0 ? 0 : before[c + i * ldc + j];
              if (j < n) for (let p = 0; p < k; p++) sum += left(i, p) * right(p, j);
              expect(x[c + i * ldc + j]).toBeCloseTo(sum, 12);
            }
        }),
        { numRuns: 60 },
      );
    });

  for (const variant of variants)
    test(`${variant} in slices, between which it asks whether to go on, has the same bits`, () => {
      const [m, n, k] = [3501, 100, 100];
      const run = (slices: boolean) => {
        const { arena, kernels } = desk("float32", m * k + k * n + m * n);
        let questions = 0;
        const asking = interruptible(kernels, () => ++questions < 0);
        const lda = variant === "gemmTN" ? m : k;
        (slices ? asking : kernels)[variant](m, n, k, 0, lda, m * k, n, m * k + k * n, n, 0);
        return { bits: arena.floats.slice(m * k + k * n), questions };
      };
      const [whole, sliced] = [run(false), run(true)];
      expect(sliced.questions).toBe(2);
      expect(sliced.bits).toEqual(whole.bits);
    });

  test("end between two slices when asked to", () => {
    const { kernels } = desk();
    const stopped = interruptible(kernels, () => true);
    expect(() => stopped.gemmNT(1, 1, 1, 0, 1, 1, 1, 2, 1, 0)).toThrow(StepInterrupted);
  });
});

describe("look-ups by ids", () => {
  test("are the products with one-hot rows, forward and back", () => {
    const { arena, x, kernels } = desk();
    const [rows, classes, columns] = [4, 3, 5];
    arena.ints.set([2, 0, 2, 1]);
    const [oneHot, table, out, product] = [0, 100, 200, 300];
    x.fill(0, oneHot, oneHot + rows * classes);
    for (let r = 0; r < rows; r++) x[oneHot + r * classes + arena.ints[r]] = 1;
    kernels.gatherRows(rows, columns, 0, table, out);
    kernels.gemmNN(rows, columns, classes, oneHot, classes, table, columns, product, columns, 0);
    expect(x.slice(out, out + rows * columns)).toEqual(x.slice(product, product + rows * columns));
    const [sums, expected] = [400, 500];
    x.fill(0, sums, expected + 100);
    kernels.scatterAddRows(rows, columns, 0, out, sums);
    kernels.gemmTN(classes, columns, rows, oneHot, classes, out, columns, expected, columns, 1);
    for (let i = 0; i < classes * columns; i++) expect(x[sums + i]).toBeCloseTo(x[expected + i], 14);
  });
});

describe("activations and losses far from zero", () => {
  test("the sigmoid has no NaN where e^x overflows", () => {
    expect([-1e4, -710, 0, 710, 1e4].map(sigmoid)).toEqual([0, sigmoid(-710), 0.5, 1, 1]);
    expect(sigmoid(-700)).toBeCloseTo(Math.exp(-700), 310);
  });

  test("softmax cross-entropy takes logits of a thousand", () => {
    const { arena, x, kernels } = desk();
    x.set([1000, 0, -1000, -1000, 0, 1000]);
    arena.ints.set([0, 0]);
    expect(kernels.softmaxCrossEntropy(2, 3, 0.5, 0, 0, 10)).toBe(2000);
    expect([...x.subarray(10, 16)]).toEqual([0, 0, 0, -0.5, 0, 0.5]);
  });

  test("a uniform guess costs ln V", () => {
    const { x, kernels } = desk();
    x.fill(3, 0, 10);
    expect(kernels.softmaxCrossEntropy(1, 10, 1, 0, 0, -1)).toBeCloseTo(Math.log(10), 14);
  });
});

describe("Cross-entropy over a large vocabulary", () => {
  const [rows, classes] = [4, 600_000];
  const [targets, gradients] = [rows * classes, 2 * rows * classes];
  const losses = {
    softmax: (kernels: Kernels) => kernels.softmaxCrossEntropy(rows, classes, 0.2, 0, 0, gradients),
    smoothed: (kernels: Kernels) => kernels.smoothedCrossEntropy(rows, classes, 0.2, 0.1, -1, 0, 0, gradients),
    distribution: (kernels: Kernels) => kernels.distributionCrossEntropy(rows, classes, 0.2, 0, 0, targets, gradients),
  };

  test.each(Object.entries(losses))("is done in slices too, to the same loss and gradient: %s", (_, evaluate) => {
    const { arena, kernels } = desk("float32", 3 * rows * classes);
    arena.ints.set([4, 3, 2, 1]);
    arena.floats.fill(0, targets, gradients);
    for (const [r, id] of [4, 3, 2, 1].entries()) arena.floats[targets + r * classes + id] = 1;
    const whole = evaluate(kernels);
    const gradient = arena.floats.slice(gradients);
    let questions = 0;
    const asking = interruptible(kernels, () => ++questions < 0);
    expect(evaluate(asking)).toBeCloseTo(whole, 9);
    expect(questions).toBe(2);
    expect(arena.floats.subarray(gradients)).toEqual(gradient);
  });
});

describe("small vectors", () => {
  test("are added with a factor", () => {
    const { x, kernels } = desk();
    x.set([1, 2, 10, 20]);
    kernels.addScaled(2, -0.5, 2, 0);
    expect([...x.subarray(0, 4)]).toEqual([-4, -8, 10, 20]);
  });

  test("clamping leaves NaN to be found", () => {
    const { x, kernels } = desk();
    x.set([3, -3, 0.5, Number.NaN]);
    kernels.clamp(4, 1, 0);
    expect([...x.subarray(0, 4)]).toEqual([1, -1, 0.5, Number.NaN]);
  });

  test("the largest element is found by magnitude, and NaN before any", () => {
    const { x, kernels } = desk();
    x.set([0.5, -3, 2]);
    expect(kernels.indexOfLargest(3, 0)).toBe(1);
    x[2] = Number.NaN;
    expect(kernels.indexOfLargest(3, 0)).toBe(2);
    expect(kernels.sumOfSquares(3, 0)).toBeNaN();
  });
});

describe("checked kernels", () => {
  const desks = () => {
    const { arena, kernels, x } = desk("float64", 100);
    return { arena, x, kernels: checked(kernels, arena) };
  };

  test("find an offset beyond the arena, and one that was never laid out", () => {
    const { kernels } = desks();
    expect(() => kernels.copy(10, 0, 95)).toThrow("copy: to [1, 10]");
    expect(() => kernels.sumOfSquares(3, Number.NaN)).toThrow("not within the arena");
  });

  test("find rows that are longer than the matrix's stride", () => {
    expect(() => desks().kernels.gemmNN(2, 3, 4, 0, 3, 10, 3, 30, 3, 0)).toThrow("gemmNN: a [2, 4] with stride 3");
  });

  test("find an output that overlaps an input", () => {
    expect(() => desks().kernels.addBias(2, 3, 4, 0)).toThrow("out is written and overlaps bias");
  });

  test("find NaN, where it is read and where it comes to be", () => {
    const { kernels, x } = desks();
    x[1] = Number.NaN;
    expect(() => kernels.sumOfSquares(3, 0)).toThrow("sumOfSquares reads NaN in at at row 0, column 1");
    expect(() => kernels.adagrad(1, 0.1, 0, 0, 0, 0, 10, 20, 90, -1)).not.toThrow();
    x.set([0], 90);
    expect(() => kernels.adagrad(1, 0.1, 0, 0, 0, 0, 10, 20, 90, -1)).toThrow("adagrad wrote NaN in values");
  });

  test("find an id beyond the classes", () => {
    const { arena, kernels } = desks();
    arena.ints[0] = 3;
    expect(() => kernels.softmaxCrossEntropy(1, 3, 1, 0, 0, -1)).toThrow("the id 3 in targets at row 0, of 3 classes");
  });
});
