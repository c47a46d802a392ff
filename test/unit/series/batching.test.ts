import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../../engine/random/random.ts";
import { rowStream, SeriesStreams } from "../../../engine/series/rowStream.ts";
import { rowWindows, SeriesWindows } from "../../../engine/series/rowWindows.ts";
import type { Batcher } from "../../../engine/text/batching/batcher.ts";
import { cutTail } from "../../../engine/text/batching/split.ts";
import { StreamPass } from "../../../engine/text/batching/streamPass.ts";
import { WindowPass } from "../../../engine/text/batching/windowPass.ts";
import { buffersOf, counting, thrownBy } from "./support.ts";

const sizes = fc
  .record({
    rows: fc.integer({ min: 2, max: 50 }),
    columns: fc.integer({ min: 1, max: 3 }),
    steps: fc.integer({ min: 1, max: 7 }),
    horizon: fc.integer({ min: 1, max: 4 }),
    batch: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(),
  })
  .filter(({ rows, steps, horizon }) => rows >= steps + horizon);

const room = (size: { columns: number; steps: number; horizon: number; batch: number }, told: number, all: boolean) =>
  buffersOf(size.steps * size.batch * size.columns, size.batch * size.horizon * told * (all ? size.steps : 1));

/** The row that a number stands in, see `counting`. */
const rowOf = (value: number) => Math.floor(value / 10);

describe("windows of a series", () => {
  test("hold T rows, and of the k after them the columns that are told, row after row", () => {
    const windows = rowWindows(counting(9, 3, [2, 0]), 2, 2);
    const buffers = buffersOf(2 * 2 * 3, 2 * 4);
    windows.write(buffers, 4, 0, 2);
    windows.write(buffers, 1, 1, 2);
    expect([...buffers.features]).toEqual([40, 41, 42, 10, 11, 12, 50, 51, 52, 20, 21, 22]);
    expect([...buffers.targetFeatures]).toEqual([62, 60, 72, 70, 32, 30, 42, 40]);
  });

  test("hold what stands one after the other, within the series, at any size", () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { rows, columns, steps, horizon, batch, seed } = size;
        const walk = new SeriesWindows(counting(rows, columns, [columns - 1]), steps, horizon, batch, new Random(seed));
        const buffers = room(size, 1, false);
        for (let k = 0; k < 6; k++) {
          expect(walk.fill(buffers).resetState).toBe(true);
          for (let n = 0; n < batch; n++) {
            const first = rowOf(buffers.features[n * columns]!);
            for (let t = 0; t < steps; t++)
              for (let d = 0; d < columns; d++)
                expect(buffers.features[(t * batch + n) * columns + d]).toBe(10 * (first + t) + d);
            for (let j = 0; j < horizon; j++)
              expect(buffers.targetFeatures[n * horizon + j]).toBe(10 * (first + steps + j) + columns - 1);
            expect(first + steps + horizon).toBeLessThanOrEqual(rows);
          }
        }
      }),
    );
  });

  test("tell every row but the first T, in time", () => {
    const walk = new SeriesWindows(counting(17, 1, [0]), 3, 2, 2, new Random(5));
    const buffers = buffersOf(6, 4);
    const told = new Set<number>();
    for (let k = 0; k < 60; k++) {
      walk.fill(buffers);
      for (const value of buffers.targetFeatures) told.add(rowOf(value));
    }
    expect([...told].sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, i) => i + 3));
  });
});

describe("streams of a series", () => {
  test("hold a row and the k after it at every step", () => {
    const stream = rowStream(counting(9, 2, [1]), 2);
    const buffers = buffersOf(3 * 2, 3 * 2);
    stream.write(buffers, 4, 3, 0, 1);
    expect([...buffers.features]).toEqual([40, 41, 50, 51, 60, 61]);
    expect([...buffers.targetFeatures]).toEqual([51, 61, 61, 71, 71, 81]);
    expect(stream.positions).toBe(7);
  });

  test("stay within the series at any size", () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { rows, columns, steps, horizon, batch } = size;
        const walk = new SeriesStreams(counting(rows, columns, [0]), steps, horizon, batch);
        const buffers = room(size, 1, true);
        for (let k = 0; k < 6; k++) {
          walk.fill(buffers);
          for (let place = 0; place < steps * batch; place++)
            for (let j = 0; j < horizon; j++)
              expect(buffers.targetFeatures[place * horizon + j]).toBe(buffers.features[place * columns]! + 10 * (j + 1));
        }
      }),
    );
  });
});

describe("a walk through a series", () => {
  test("goes on from a saved place as if it had not stopped", () => {
    const rows = counting(31, 2, [0, 1]);
    const makers: ((seed: number) => Batcher)[] = [
      (seed) => new SeriesWindows(rows, 4, 2, 3, new Random(seed)),
      () => new SeriesStreams(rows, 4, 2, 3),
    ];
    for (const make of makers) {
      const [first, second] = [make(1), make(2)];
      const [one, other] = [buffersOf(4 * 3 * 2, 4 * 3 * 4), buffersOf(4 * 3 * 2, 4 * 3 * 4)];
      for (let k = 0; k < 3; k++) first.fill(one);
      second.restore(JSON.parse(JSON.stringify(first.save())));
      for (let k = 0; k < 9; k++) {
        expect(second.fill(other)).toEqual(first.fill(one));
        expect(other).toEqual(one);
      }
    }
  });

  test("is refused where there are too few rows", () => {
    for (const make of [
      () => new SeriesWindows(counting(5, 1, [0]), 4, 2, 1, new Random(1)),
      () => new SeriesStreams(counting(5, 1, [0]), 4, 2, 1),
    ]) {
      const error = thrownBy(make);
      expect(error.code).toBe("tooFewRows");
      expect(error.message).toBe("The text has 5 rows of numbers, but 4 to read and 2 to tell need at least 6.");
    }
  });
});

describe("a validation part of a series", () => {
  test("is told from its first row on, each row once, from rows before it", () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (size, share) => {
        const { rows, columns, steps, batch } = size;
        fc.pre(rows > steps + 1);
        const cut = cutTail(rows, Math.min(share, 1 - (steps + 1) / rows - 1e-9) || 1, { training: 1 }, "rows");
        const series = counting(rows, columns, [0]);
        const one = { ...size, horizon: 1 };
        const passes = [
          { pass: new WindowPass(rowWindows(series, steps, 1), steps, batch, { from: cut }), all: false, least: steps },
          { pass: new StreamPass(rowStream(series, 1), steps, batch, cut), all: true, least: 1 },
        ];
        for (const { pass, all, least } of passes) {
          const buffers = room(one, 1, all);
          const weights = new Map<number, number>();
          for (let k = 0; k < pass.batches; k++) {
            const { weight, steps: read } = pass.fill(buffers, k);
            const told = buffers.targetFeatures.subarray(0, all ? read * batch : batch);
            for (const value of told) weights.set(rowOf(value), (weights.get(rowOf(value)) ?? 0) + weight / told.length);
          }
          const first = Math.max(cut, least);
          expect([...weights.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: rows - first }, (_, i) => first + i));
          for (const weight of weights.values()) expect(weight).toBeCloseTo(1, 9);
        }
      }),
    );
  });

  test("that is too short for k rows is refused", () => {
    expect(thrownBy(() => cutTail(20, 1, { training: 5, validation: 3 }, "rows")).code).toBe("tooFewRows");
    const pass = () => new WindowPass(rowWindows(counting(20, 1, [0]), 3, 4), 3, 2, { from: 19 });
    expect(thrownBy(pass).message).toContain("too short");
  });
});
