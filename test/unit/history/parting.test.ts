import { describe, expect, test } from "vitest";
import { GrowingCurve } from "../../../engine/history/curve.ts";
import { bestOf, partingOf } from "../../../engine/history/parting.ts";
import { trendOf } from "../../../engine/history/trend.ts";
import type { ValidationPoint } from "../../../engine/worker/protocol.ts";
import { normal, seeded } from "../../webview/fixture/random.ts";

const every = 50;

function curveOf(steps: number, loss: (step: number) => number): GrowingCurve {
  const curve = new GrowingCurve();
  curve.append(
    steps,
    Float64Array.from({ length: steps }, (_, k) => loss(k + 1)),
  );
  return curve;
}

/** One evaluation every 50 steps, the lowest so far marked as an engine marks it. */
function pointsOf(steps: number, loss: (step: number) => number): ValidationPoint[] {
  let lowest = Number.POSITIVE_INFINITY;
  return Array.from({ length: steps / every }, (_, k) => {
    const point = { step: (k + 1) * every, loss: loss((k + 1) * every), isBest: false };
    const isBest = point.loss < lowest;
    lowest = Math.min(lowest, point.loss);
    return { ...point, isBest };
  });
}

const falling = (step: number): number => 1 + 3 * Math.exp(-step / 400);
const valley = (step: number): number => 1.5 + ((step - 1000) / 1000) ** 2;

describe("a trend", () => {
  test("is seen in six numbers and no fewer", () => {
    expect(trendOf([1, 2, 3, 4, 5])).toBe(0);
    expect(trendOf([1, 2, 3, 4, 5, 6])).toBe(1);
    expect(trendOf([6, 5, 4, 3, 2, 1])).toBe(-1);
    expect(trendOf([])).toBe(0);
    expect(trendOf([2, 2, 2, 2, 2, 2, 2, 2])).toBe(0);
  });

  test("is not seen in noise, but for the share that it owns up to", () => {
    const random = seeded(3);
    let seen = 0;
    for (let k = 0; k < 4000; k++) if (trendOf(Array.from({ length: 20 }, () => normal(random))) > 0) seen++;
    expect(seen / 4000).toBeLessThan(0.01);
  });
});

describe("validation and training loss", () => {
  test("part where one rises since its best step and the other falls on", () => {
    const parting = partingOf(pointsOf(2000, valley), curveOf(2000, falling));
    expect(parting?.best.step).toBe(1000);
    expect(parting?.last.step).toBe(2000);
  });

  test("have not parted while the valley's other side is too short to tell", () => {
    expect(partingOf(pointsOf(1250, valley), curveOf(1250, falling))).toBeNull();
    expect(partingOf(pointsOf(1300, valley), curveOf(1300, falling))?.best.step).toBe(1000);
  });

  test("have not parted where both rise, both fall, or nothing was evaluated", () => {
    expect(partingOf(pointsOf(2000, valley), curveOf(2000, valley))).toBeNull();
    expect(partingOf(pointsOf(2000, falling), curveOf(2000, falling))).toBeNull();
    expect(partingOf([], curveOf(2000, falling))).toBeNull();
    expect(bestOf([])).toBeNull();
  });

  test("have not parted where the validation loss is flat since its best step", () => {
    const losses = [3, 2, 2.01, 2.02, 2.01, 2.03, 2.02, 2.01];
    const points = losses.map((loss, k) => ({ step: (k + 1) * every, loss, isBest: k < 2 }));
    expect(partingOf(points, curveOf(400, falling))).toBeNull();
  });

  test("are not taken apart by the noise of a plateau, whose best value is a lucky one", () => {
    let told = 0;
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed + 1);
      const points = pointsOf(5000, () => 2 + 0.1 * normal(random));
      if (partingOf(points, curveOf(5000, falling)) !== null) told++;
    }
    expect(told / 300).toBeLessThan(0.03);
  });

  test("part in noise too, once the rise is more than it", () => {
    const random = seeded(5);
    const points = pointsOf(3000, (step) => valley(step) + 0.1 * normal(random));
    const best = partingOf(
      points,
      curveOf(3000, (step) => falling(step) + 0.2 * normal(random)),
    )?.best.step;
    expect(Math.abs(best! - 1000)).toBeLessThan(400);
  });

  test("are followed through gaps of a curve that nobody told, and through many evaluations", () => {
    const curve = curveOf(200_000, (step) => (step < 5000 ? Number.NaN : falling(step / 100)));
    const points = pointsOf(200_000, (step) => valley(step / 100));
    expect(partingOf(points, curve)?.best.step).toBe(100_000);
  });
});
