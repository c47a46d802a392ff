import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Curve } from "../../../webview/protocol.ts";
import { GrowingCurve, stepOf } from "../../../webview/shared/curve.ts";

const snapshot = (curve: GrowingCurve): Curve => ({
  width: curve.width,
  steps: curve.steps,
  minimum: curve.minimum.slice(0, curve.buckets),
  maximum: curve.maximum.slice(0, curve.buckets),
  mean: curve.mean.slice(0, curve.buckets),
});

/** Dyadic numbers, so that means of means are exact. */
const values = (count: number): Float64Array => Float64Array.from({ length: count }, (_, k) => ((k * 37) % 64) / 16);

const grown = (all: Float64Array): GrowingCurve => {
  const curve = new GrowingCurve();
  curve.append(all.length, all);
  return curve;
};

describe("a curve", () => {
  test("handed over whole and one grown value by value are the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 9000 }), (before, after) => {
        const all = values(before + after);
        const continued = GrowingCurve.from(snapshot(grown(all.subarray(0, before))));
        continued.append(all.length, all.subarray(before));
        expect(snapshot(continued)).toEqual(snapshot(grown(all)));
      }),
      { numRuns: 40 },
    );
  });

  test("keeps every spike however long it grows", () => {
    const all = values(20_000);
    all[12_345] = 99;
    const curve = grown(all);
    expect(curve.buckets).toBeLessThanOrEqual(2048);
    expect(Math.max(...curve.maximum.subarray(0, curve.buckets))).toBe(99);
  });

  test("skips steps that it knows already", () => {
    const all = values(100);
    const curve = grown(all.subarray(0, 60));
    curve.append(100, all.subarray(40));
    expect(snapshot(curve)).toEqual(snapshot(grown(all)));
  });

  test("leaves a gap where steps were never told", () => {
    const curve = new GrowingCurve();
    curve.append(5, [1, 2]);
    expect([...snapshot(curve).mean]).toEqual([Number.NaN, Number.NaN, Number.NaN, 1, 2]);
  });

  test("is drawn at the middle of the steps that a bucket covers", () => {
    expect(stepOf({ width: 1, steps: 5 }, 4)).toBe(5);
    expect(stepOf({ width: 4, steps: 6 }, 0)).toBe(2.5);
    expect(stepOf({ width: 4, steps: 6 }, 1)).toBe(5.5);
  });
});
