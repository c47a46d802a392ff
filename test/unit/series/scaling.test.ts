import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitScaling, readScaling, scale, scalingKinds, unscale } from "../../../engine/series/scaling.ts";
import { thrownBy } from "./support.ts";

const column = (values: Float64Array, columns: number, index: number) => [...values].filter((_, i) => i % columns === index);
const values = Float64Array.of(1, 100, 7, 2, 300, 7, 3, 200, 7, 4, 400, 7);

describe("a scaling", () => {
  test("standard: each column has the mean 0 and the deviation 1", () => {
    const scaled = scale(fitScaling("standard", values, 3), values);
    for (const c of [0, 1]) {
      const numbers = column(scaled, 3, c);
      expect(numbers.reduce((a, b) => a + b)).toBeCloseTo(0, 12);
      expect(numbers.reduce((sum, value) => sum + value ** 2, 0) / 4).toBeCloseTo(1, 12);
    }
    expect(fitScaling("standard", Float64Array.of(0, 0, 1, 1), 1)).toEqual({ kind: "standard", offset: [0.5], factor: [2] });
  });

  test("minMax and symmetric: each column reaches from 0 or -1 to 1", () => {
    const [least, some, less, greatest] = column(scale(fitScaling("minMax", values, 3), values), 3, 1);
    expect([least, greatest]).toEqual([0, 1]);
    expect([some, less]).toEqual([expect.closeTo(2 / 3, 15), expect.closeTo(1 / 3, 15)]);
    const symmetric = column(scale(fitScaling("symmetric", values, 3), values), 3, 1);
    expect([symmetric[0], symmetric[3]]).toEqual([-1, 1]);
  });

  test("none leaves the numbers alone", () => {
    expect(scale(fitScaling("none", values, 3), values)).toEqual(values);
  });

  test("makes 0 of a column that stays the same, however large", () => {
    for (const kind of ["standard", "minMax", "symmetric"] as const)
      for (const constant of [7, 0, 0.1, -1e300]) {
        const same = new Float64Array(1000).fill(constant);
        const scaling = fitScaling(kind, same, 1);
        expect(scale(scaling, same).every((value) => value === 0)).toBe(true);
        expect(unscale(scaling, 0, 0)).toBe(constant);
      }
  });

  test("is fitted on the training part alone", () => {
    expect(fitScaling("minMax", values, 3, 2)).toEqual(fitScaling("minMax", values.subarray(0, 6), 3));
    expect(fitScaling("minMax", values, 3, 2)).not.toEqual(fitScaling("minMax", values, 3));
  });

  test("can be undone, to the last few bits of the numbers at hand, and survives a file", () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 });
    const columns = fc.array(fc.tuple(numbers, numbers), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...scalingKinds), columns, (kind, rows) => {
        const flat = Float64Array.from(rows.flat());
        const scaling = readScaling(JSON.parse(JSON.stringify(fitScaling(kind, flat, 2))), 2)!;
        expect(scaling).toEqual(fitScaling(kind, flat, 2));
        const scaled = scale(scaling, flat);
        for (const [i, value] of flat.entries()) {
          expect(Number.isFinite(scaled[i])).toBe(true);
          if (kind === "minMax" || kind === "symmetric")
            expect(Math.abs(scaled[i]!)).toBeLessThanOrEqual(Math.max(1 + 1e-9, Math.abs(value - scaling.offset[i % 2]!)));
          const magnitude = Math.max(Math.abs(value), Math.abs(scaling.offset[i % 2]!));
          // What is scaled is rounded to a multiple of the smallest number, too.
          const smallest = Number.MIN_VALUE * (1 + 1 / scaling.factor[i % 2]!);
          const apart = Math.abs(unscale(scaling, scaled[i]!, i % 2) - value);
          expect(apart).toBeLessThanOrEqual(8 * 2 ** -52 * magnitude + smallest);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("is finite for the largest and the smallest numbers, and refused where a distance is none", () => {
    for (const kind of ["standard", "minMax", "symmetric"] as const) {
      const large = fitScaling(kind, Float64Array.of(8e307, -8e307), 1);
      expect(scale(large, Float64Array.of(8e307)).every((value) => Math.abs(value - 1) < 1e-9)).toBe(true);
      expect(fitScaling(kind, Float64Array.of(5e-324, 0), 1).factor[0]).toBe(1);
      expect(thrownBy(() => fitScaling(kind, Float64Array.of(1e308, -1e308), 1)).code).toBe("badSeries");
    }
  });

  test("from a file is checked", () => {
    const good = { kind: "standard", offset: [1], factor: [2] };
    expect(readScaling(good, 1)).toEqual(good);
    const bad = [
      null,
      { ...good, kind: "log" },
      { ...good, factor: [0] },
      { ...good, factor: [null] },
      { ...good, offset: [1, 2] },
      { ...good, more: 1 },
      { kind: "none" },
    ];
    for (const json of bad) expect(readScaling(json, 1)).toBeNull();
    expect(readScaling(good, 2)).toBeNull();
  });
});
