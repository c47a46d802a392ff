import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CurveBuilder } from "../../../extension/run/curve.ts";
import type { Curve } from "../../../webview/protocol.ts";

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 6000, size: "max" });

function built(list: readonly number[]): Curve {
  const builder = new CurveBuilder();
  builder.append(Float64Array.from(list));
  return builder.snapshot();
}

describe("a bounded curve", () => {
  it("holds each bucket's least, greatest and mean value", () => {
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

  it("never holds more than 2,048 buckets, and covers every step", () => {
    const curve = built(Array.from({ length: 100_000 }, (_, step) => step));
    expect(curve.mean.length).toBeLessThanOrEqual(2048);
    expect(curve.steps).toBe(100_000);
    expect(curve.mean.length).toBe(Math.ceil(100_000 / curve.width));
  });

  it("keeps a single spike among a hundred thousand steps", () => {
    const list = new Array<number>(100_000).fill(1);
    list[54_321] = 99;
    expect(Math.max(...built(list).maximum)).toBe(99);
  });

  it("goes on from a saved curve as if it had never been saved", () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const continued = CurveBuilder.from(built(before));
        continued.append(Float64Array.from(after));
        expect(continued.snapshot()).toEqual(built([...before, ...after]));
      }),
      { numRuns: 20 },
    );
  });

  it("hands out arrays that own their memory, so that a message carries no more than it says", () => {
    const { mean } = built([1, 2, 3]);
    expect(mean.buffer.byteLength).toBe(24);
  });
});
