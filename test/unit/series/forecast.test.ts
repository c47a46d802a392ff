import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FloatArray } from "../../../engine/memory/arena.ts";
import type { Forecast, ForecastSizes } from "../../../engine/series/forecast.ts";
import { FreeStreamForecast, FreeWindowForecast } from "../../../engine/series/freeForecast.ts";
import { countOf, type Rows } from "../../../engine/series/rows.ts";
import { fitScaling, type Scaling, scale } from "../../../engine/series/scaling.ts";
import { StreamForecast } from "../../../engine/series/streamForecast.ts";
import { WindowForecast } from "../../../engine/series/windowForecast.ts";
import { buffersOf, counting, thrownBy } from "./support.ts";

const plain: Scaling = { kind: "none", offset: [0, 0, 0], factor: [1, 1, 1] };

/**
 * A reader of rows that knows how they go on: the rows of {@link counting} grow by `growth` from row to row. What it tells follows from
 * the last row that it was given, and only from that.
 */
function told(forecast: Forecast, rows: Rows, { steps, horizon, batch }: ForecastSizes, growth: number): number[] {
  const { columns, targets } = rows;
  const buffers = buffersOf(steps * batch * columns, 0);
  for (let index = 0; index < forecast.batches; index++) {
    const { resetState, steps: read } = forecast.fill(buffers, index);
    if (index === 0) expect(resetState).toBe(true);
    const logits = (step: number): FloatArray => {
      expect(step).toBeLessThan(read);
      return Float64Array.from({ length: batch * horizon * targets.length }, (_, i) => {
        const [n, j, m] = [
          Math.floor(i / (horizon * targets.length)),
          Math.floor(i / targets.length) % horizon,
          i % targets.length,
        ];
        return buffers.features[(step * batch + n) * columns + targets[m]!]! + growth * (j + 1);
      });
    };
    const own = { logits: (step: number) => logits(Math.min(step, read - 1)) };
    forecast.take(own, index);
  }
  return [...forecast.told];
}

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  steps: fc.integer({ min: 1, max: 6 }),
  horizon: fc.integer({ min: 1, max: 4 }),
  batch: fc.integer({ min: 1, max: 5 }),
});

/** What follows from the truth: row r of the columns that are told. */
const truth = (first: number, end: number, targets: readonly number[]) =>
  Array.from({ length: end - first }, (_, i) => targets.map((column) => 10 * (first + i) + column)).flat();

describe("a forecast from windows", () => {
  test("tells every row from its first on once, and k rows after the end", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 3 }), fc.nat({ max: 45 }), ({ rows, ...size }, stride, from) => {
        fc.pre(rows >= size.steps);
        const series = counting(rows, 3, [2, 0]);
        const forecast = new WindowForecast(series, plain, size, { stride: Math.min(stride, size.horizon), from });
        expect(told(forecast, series, size, 10)).toEqual(truth(forecast.first, rows + size.horizon, [2, 0]));
        const earliest = Math.max(size.steps, Math.min(from, rows));
        expect(forecast.first).toBeGreaterThanOrEqual(earliest);
        expect(forecast.first - earliest).toBeLessThan(Math.min(stride, size.horizon));
      }),
    );
  });

  test("leaves rows out where windows stand farther apart than they tell, as windows that share no row do", () => {
    const series = counting(9, 1, [0]);
    const size = { steps: 3, horizon: 1, batch: 2 };
    const forecast = new WindowForecast(series, plain, size, { stride: 3 });
    const _ = Number.NaN;
    expect(told(forecast, series, size, 10)).toEqual([30, _, _, 60, _, _, 90]);
    expect([forecast.first, forecast.batches]).toEqual([3, 2]);
  });

  test("has the nearest window's word where two tell a row", () => {
    const series = counting(6, 1, [0]);
    const size = { steps: 2, horizon: 3, batch: 2 };
    // Each step into the future goes wrong by 1.
    const forecast = new WindowForecast(series, plain, size, { stride: 1 });
    expect(told(forecast, series, size, 11)).toEqual([21, 31, 41, 51, 61, 72, 83]);
  });
});

describe("a forecast from a stream", () => {
  test("tells every row but the first from all before it, and k rows after the end", () => {
    fc.assert(
      fc.property(sizes, ({ rows, ...size }) => {
        const series = counting(rows, 2, [1]);
        const forecast = new StreamForecast(series, plain, size);
        expect(told(forecast, series, size, 10)).toEqual(truth(1, rows + size.horizon, [1]));
        expect(forecast.first).toBe(1);
      }),
    );
  });
});

describe("a forecast that goes on by itself", () => {
  const spans = fc.record({ from: fc.nat({ max: 40 }), count: fc.integer({ min: 1, max: 20 }) });
  const kinds = [
    { Kind: FreeWindowForecast, before: ({ steps }: ForecastSizes) => steps },
    { Kind: FreeStreamForecast, before: () => 1 },
  ];

  test.each(kinds)("reads what it told: $Kind.name", ({ Kind, before }) => {
    fc.assert(
      fc.property(sizes, spans, ({ rows, ...size }, { from, count }) => {
        fc.pre(from >= before(size) && from <= rows);
        const series = counting(rows, 2, [1, 0]);
        // What comes after is not read: it may as well be unknown.
        series.values.fill(Number.NaN, from * 2);
        const forecast = new Kind(series, plain, size, { from, count });
        expect(told(forecast, series, size, 10)).toEqual(truth(from, from + count, [1, 0]));
        expect(forecast.first).toBe(from);
      }),
    );
  });

  test.each(kinds)("leaves the series as it is: $Kind.name", ({ Kind }) => {
    const series = counting(8, 1, [0]);
    const size = { steps: 3, horizon: 2, batch: 2 };
    told(new Kind(series, plain, size, { from: 5, count: 6 }), series, size, 10);
    expect(series).toEqual(counting(8, 1, [0]));
  });

  test.each(kinds)("is refused where it would read what it does not tell, or too few rows are known: $Kind.name", ({ Kind }) => {
    const size = { steps: 3, horizon: 1, batch: 1 };
    const refused = (rows: Rows, from: number) => thrownBy(() => new Kind(rows, plain, size, { from, count: 2 }));
    expect(refused(counting(9, 3, [1]), 5).message).toContain("column 1, 3 is not told");
    expect(refused(counting(9, 1, [0]), 0).code).toBe("badConfiguration");
    expect(refused(counting(9, 1, [0]), 10).message).toContain("cannot begin at row 11");
  });
});

test("A forecast of no rows, or at no distance, is refused", () => {
  const [rows, size] = [counting(9, 1, [0]), { steps: 3, horizon: 1, batch: 1 }];
  for (const wrong of [0, -1, 1.5, Number.NaN]) {
    expect(() => new WindowForecast(rows, plain, size, { stride: wrong })).toThrow(RangeError);
    expect(() => new FreeWindowForecast(rows, plain, size, { from: 5, count: wrong })).toThrow(RangeError);
    expect(() => new FreeStreamForecast(rows, plain, size, { from: 5, count: wrong })).toThrow(RangeError);
  }
  expect(thrownBy(() => new WindowForecast(counting(2, 1, [0]), plain, size)).code).toBe("tooFewRows");
});

test("Every forecast is in the series' own units", () => {
  const truthful = counting(12, 2, [1, 0]);
  const scaling = fitScaling("symmetric", truthful.values, 2);
  const series = { ...truthful, values: scale(scaling, truthful.values) };
  const growth = series.values[2]! - series.values[0]!;
  const size = { steps: 3, horizon: 2, batch: 2 };
  const forecasts = [
    new WindowForecast(series, scaling, size),
    new StreamForecast(series, scaling, size),
    new FreeWindowForecast(series, scaling, size, { from: 6, count: 7 }),
    new FreeStreamForecast(series, scaling, size, { from: 6, count: 7 }),
  ];
  for (const forecast of forecasts) {
    const numbers = told(forecast, series, size, growth);
    const expected = truth(forecast.first, forecast.first + numbers.length / 2, [1, 0]);
    for (const [i, value] of numbers.entries()) expect(value).toBeCloseTo(expected[i]!, 9);
    expect(countOf(series)).toBe(12);
  }
});
