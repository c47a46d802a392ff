import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Curve, GrowingCurve, stepOf } from "../../../engine/history/curve.ts";

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 6000, size: "max" });

/** Dyadic numbers, so that means of means are exact. */
const dyadic = (count: number): Float64Array => Float64Array.from({ length: count }, (_, k) => ((k * 37) % 64) / 16);

const grown = (all: ArrayLike<number>): GrowingCurve => {
  const curve = new GrowingCurve();
  curve.append(all.length, all);
  return curve;
};

const built = (all: ArrayLike<number>): Curve => grown(all).snapshot();

describe("a bounded curve", () => {
  test("holds each bucket's least, greatest and mean value", () => {
    fc.assert(
      fc.property(values, (list) => {
        const { width, minimum, maximum, mean } = built(list);
        for (let k = 0; k < mean.length; k++) {
          const part = list.slice(k * width, (k + 1) * width);
          expect(minimum[k]).toBe(Math.min(...part));
          expect(maximum[k]).toBe(Math.max(...part));
          expect(mean[k]).toBeCloseTo(part.reduce((sum, value) => sum + value, 0) / part.length, 9);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("never holds more than 2,048 buckets, and covers every step", () => {
    const curve = built(Array.from({ length: 100_000 }, (_, step) => step));
    expect(curve.mean.length).toBeLessThanOrEqual(2048);
    expect(curve.steps).toBe(100_000);
    expect(curve.mean.length).toBe(Math.ceil(100_000 / curve.width));
  });

  test("keeps a single spike among a hundred thousand steps", () => {
    const list = new Array<number>(100_000).fill(1);
    list[54_321] = 99;
    expect(Math.max(...built(list).maximum)).toBe(99);
  });

  test("goes on from a saved curve as if it had never been saved", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 9000 }), (before, after) => {
        const all = dyadic(before + after);
        const continued = GrowingCurve.from(built(all.subarray(0, before)));
        continued.append(all.length, all.subarray(before));
        expect(continued.snapshot()).toEqual(built(all));
      }),
      { numRuns: 40 },
    );
  });

  test("goes back to a step, and a bucket that is cut keeps what it held", () => {
    const all = dyadic(5000);
    const back = GrowingCurve.from(grown(all), 4000);
    expect([back.steps, back.width, back.buckets]).toEqual([4000, 4, 1000]);
    expect(back.snapshot().mean).toEqual(built(all).mean.slice(0, 1000));
    expect(GrowingCurve.from(grown(all), 9000).steps).toBe(5000);
  });

  test("skips steps that it knows already", () => {
    const all = dyadic(100);
    const curve = grown(all.subarray(0, 60));
    curve.append(100, all.subarray(40));
    expect(curve.snapshot()).toEqual(built(all));
  });

  test("leaves a gap where steps were never told", () => {
    const curve = new GrowingCurve();
    curve.append(5, [1, 2]);
    expect([...curve.snapshot().mean]).toEqual([Number.NaN, Number.NaN, Number.NaN, 1, 2]);
  });

  test("counts only numbers, where a bucket covers steps that are none", () => {
    const curve = grown(dyadic(2049));
    curve.append(2053, [Number.NaN, 1, Number.NaN, 3]);
    const { mean, minimum, maximum } = curve.snapshot();
    expect([mean.at(-2), minimum.at(-2), maximum.at(-2)]).toEqual([1, 1, 1]);
    expect(mean.at(-1)).toBe(3);
    curve.append(2054, [5]);
    expect(curve.snapshot().mean.at(-1)).toBe(4);
  });

  test("hands out arrays that own their memory, so that a message carries no more than it says", () => {
    expect(built([1, 2, 3]).mean.buffer.byteLength).toBe(24);
  });

  test("is drawn at the middle of the steps that a bucket covers", () => {
    expect(stepOf({ width: 1, steps: 5 }, 4)).toBe(5);
    expect(stepOf({ width: 4, steps: 6 }, 0)).toBe(2.5);
    expect(stepOf({ width: 4, steps: 6 }, 1)).toBe(5.5);
  });
});
