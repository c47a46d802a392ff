import { describe, expect, test } from "vitest";
import type { ForecastReport } from "../../../engine/worker/protocol.ts";
import { columnRange, columnsOf, rootMeanSquare } from "../../../webview/lab/forecast/forecastData.ts";

/** Rows 5 to 7 are known, 6 to 8 are told, and 9 from what was told. */
const report: ForecastReport = {
  step: 10,
  columns: ["a", "b"],
  first: 4,
  truth: Float64Array.of(1, 10, 2, 20, 3, 30),
  told: { first: 5, values: Float64Array.of(2.5, 21, Number.NaN, 29, 4, 40) },
  future: { first: 8, values: Float64Array.of(5, 50) },
  validationFrom: 6,
};

describe("a forecast", () => {
  test("has all its parts on one axis of rows, counted from 1, and nothing where nothing was told", () => {
    const [a, b] = columnsOf(report);
    expect([...a!.rows]).toEqual([5, 6, 7, 8, 9]);
    expect(a).toMatchObject({
      name: "a",
      truth: [1, 2, 3, null, null],
      told: [null, 2.5, null, 4, null],
      future: [null, null, null, null, 5],
    });
    expect(b!.told).toEqual([null, 21, 29, 40, null]);
  });

  test("may have no future, and may have told nothing yet", () => {
    const early = { ...report, told: { first: 0, values: new Float64Array(0) }, future: null };
    expect(columnsOf(early)[0]).toMatchObject({
      rows: Float64Array.of(5, 6, 7),
      told: [null, null, null],
      future: [null, null, null],
    });
    expect(columnsOf({ ...early, truth: new Float64Array(0) })).toEqual([]);
  });

  test("is measured where truth and told are both known", () => {
    const [a, b] = columnsOf(report);
    expect(rootMeanSquare(a!)).toBeCloseTo(0.5, 12);
    expect(rootMeanSquare(b!)).toBeCloseTo(1, 12);
    expect(rootMeanSquare(b!, 3)).toBeNull();
  });

  test("has an axis with air around all its numbers, also where they are all the same", () => {
    const [low, high] = columnRange(columnsOf(report)[0]!);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(5);
    const flat = { name: "", rows: Float64Array.of(1), truth: [7], told: [null], future: [null] };
    expect(columnRange(flat)[0]).toBeLessThan(columnRange(flat)[1]);
  });
});
