import fc from "fast-check";
import { expect, test } from "vitest";
import type { Kernels } from "../../../engine/kernels/kernels.ts";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import type { SimdVariant } from "../../../engine/kernels/simd/variants.ts";
import { type Arena, createArena } from "../../../engine/memory/arena.ts";
import { Random } from "../../../engine/random/random.ts";
import { activationCount, arrays, type Cases, type Drawn, idsOf, type Name } from "./cases.ts";
import { simdDesk } from "./desk.ts";

/** Rounding errors of the few operations of an element, in a number of about its size. */
const near = (got: number, wanted: number): boolean => Math.abs(got - wanted) <= 2e-6 * (1 + Math.abs(wanted));

/** Two arenas that hold the same: one for SIMD, one in float64 for the reference. Arrays begin at places that are no multiple of four. */
function desks(variant: SimdVariant, rows: number, columns: number, reach: number, seed: number) {
  const span = 4 * rows * columns + 8 * columns + 64;
  const simd = simdDesk(variant, arrays * span, idsOf.count);
  const exact = createArena(arrays * span, idsOf.count, "float64");
  const random = new Random(seed);
  for (let i = 0; i < simd.x.length; i++) {
    simd.x[i] = (random.uniform() * 2 - 1) * reach;
    if (i >= (arrays - 2) * span) simd.x[i] = Math.abs(simd.x[i]!) + 0.01;
    exact.floats[i] = simd.x[i]!;
  }
  for (let i = 0; i < idsOf.count; i++) simd.arena.ints[i] = exact.ints[i] = random.below(7);
  return { simd, exact, span };
}

/** @param seed decides on the options too. */
const drawnFor = (span: number, seed: number, columns: number, first: number, rows: number): Drawn => ({
  rows,
  columns,
  first,
  of: (array) => array * span + 3,
  at: (array, width) => array * span + 3 + first * width,
  activation: seed % activationCount,
  other: Math.floor(seed / activationCount) % activationCount,
  option: (number) => ((seed >> number) & 1) === 1,
});

function expectSame(got: Arena, wanted: Arena, same: (got: number, wanted: number) => boolean): void {
  for (let i = 0; i < wanted.floats.length; i++)
    if (!same(got.floats[i]!, wanted.floats[i]!)) expect.fail(`element ${i} is ${got.floats[i]}, not ${wanted.floats[i]}`);
  expect(got.ints).toEqual(wanted.ints);
}

const sizes = [fc.constantFrom(1, 2, 3, 5, 17), fc.constantFrom(1, 3, 4, 5, 8, 17, 65, 300), fc.nat()] as const;

/** Defines the tests of a table. @param reach numbers are drawn between -reach and reach. */
export function holdToReference(variant: SimdVariant, cases: Cases, reach: number, numRuns: number): void {
  for (const [name, argumentsOf] of Object.entries(cases) as [Name, (drawn: Drawn) => readonly number[]][]) {
    const call = (kernels: Kernels, drawn: Drawn) =>
      (kernels[name] as (...args: readonly number[]) => number | undefined)(...argumentsOf(drawn));

    test(`${name} is the reference's, and touches nothing else`, () => {
      const property = fc.property(...sizes, (rows, columns, seed) => {
        const { simd, exact, span } = desks(variant, rows, columns, reach, seed);
        const drawn = drawnFor(span, seed, columns, 0, rows);
        const [got, wanted] = [call(simd.kernels, drawn), call(referenceKernels(exact), drawn)];
        if (wanted !== undefined && !near(got!, wanted)) expect.fail(`returns ${got}, not ${wanted}`);
        expectSame(simd.arena, exact, near);
      });
      fc.assert(property, { numRuns });
    });

    test(`${name} leaves the same bits in a row alone as among others`, () => {
      const property = fc.property(...sizes, (rows, columns, seed) => {
        const [alone, among] = [0, 1].map(() => desks(variant, rows, columns, reach, seed)) as [Desks, Desks];
        call(among.simd.kernels, drawnFor(among.span, seed, columns, 0, rows));
        for (let r = 0; r < rows; r++) call(alone.simd.kernels, drawnFor(alone.span, seed, columns, r, 1));
        expectSame(alone.simd.arena, among.simd.arena, Object.is);
      });
      fc.assert(property, { numRuns: 20 });
    });
  }
}

type Desks = ReturnType<typeof desks>;
