import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import { createArena } from "../../../engine/memory/arena.ts";
import { Random } from "../../../engine/random/random.ts";
import { rounding, simdDesk, variants } from "./desk.ts";

const gemms = ["gemmNN", "gemmNT", "gemmTN"] as const;
const size = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 32, 65, 130);
const depth = fc.constantFrom(1, 3, 5, 8, 17, 64, 65, 300);

/** The same float32 numbers in both arenas, and in a third one their magnitudes, which bound what rounding can do. */
function desks(variant: (typeof variants)[number], count: number) {
  const simd = simdDesk(variant, count);
  const reference = createArena(count, 0, "float64");
  const magnitude = createArena(count, 0, "float64");
  const random = new Random(3);
  for (let i = 0; i < count; i++) {
    simd.x[i] = random.uniform() * 4 - 2;
    reference.floats[i] = simd.x[i]!;
    magnitude.floats[i] = Math.abs(simd.x[i]!);
  }
  return { simd, reference, magnitude };
}

describe.each(variants)("products, %s", (variant) => {
  for (const name of gemms) {
    test(`${name} is the reference's product, within the rounding of its k terms, and touches nothing else`, () => {
      fc.assert(
        fc.property(size, size, depth, fc.constantFrom(0, 1), fc.nat({ max: 3 }), (m, n, k, accumulate, margin) => {
          const lda = (name === "gemmTN" ? m : k) + margin;
          const ldb = (name === "gemmNT" ? k : n) + margin;
          const ldc = n + margin;
          const b = (name === "gemmTN" ? k : m) * lda;
          const c = b + (name === "gemmNT" ? n : k) * ldb;
          const { simd, reference, magnitude } = desks(variant, c + m * ldc);
          simd.kernels[name](m, n, k, 0, lda, b, ldb, c, ldc, accumulate);
          for (const arena of [reference, magnitude]) referenceKernels(arena)[name](m, n, k, 0, lda, b, ldb, c, ldc, accumulate);
          for (let i = 0; i < simd.x.length; i++) {
            const written = i >= c && (i - c) % ldc < n;
            const bound = written ? 2 * (k + 1) * rounding * magnitude.floats[i]! : 0;
            expect(Math.abs(simd.x[i]! - reference.floats[i]!)).toBeLessThanOrEqual(bound);
          }
        }),
        { numRuns: 60 },
      );
    });

    test(`${name} has the same bits for a row alone, and for a column alone, as among others`, () => {
      const [m, n, k] = [35, 21, 301];
      const [lda, ldb] = [name === "gemmTN" ? m : k, name === "gemmNT" ? k : n];
      const [b, c, alone] = [m * k, m * k + k * n, m * k + k * n + m * n];
      const { simd } = desks(variant, alone + m * n);
      const gemm = simd.kernels[name];
      gemm(m, n, k, 0, lda, b, ldb, c, n, 0);
      for (let i = 0; i < m; i++) gemm(1, n, k, name === "gemmTN" ? i : i * lda, lda, b, ldb, alone + i * n, n, 0);
      expect(simd.x.slice(alone)).toEqual(simd.x.slice(c, alone));
      for (let j = 0; j < n; j++) gemm(m, 1, k, 0, lda, b + (name === "gemmNT" ? j * ldb : j), ldb, alone + j, n, 0);
      expect(simd.x.slice(alone)).toEqual(simd.x.slice(c, alone));
    });
  }
});
