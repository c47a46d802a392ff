import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TensorPicture } from "../../../engine/worker/protocol.ts";
import { hit, layoutOf, pictureSize } from "../../../webview/lab/heatmap/layout.ts";
import { cellAt, describe as describeCell, partText, shapeText } from "../../../webview/lab/heatmap/reading.ts";
import { between, follow, whole, zoom } from "../../../webview/lab/heatmap/rectangle.ts";
import { tickStep, ticks } from "../../../webview/lab/heatmap/ticks.ts";
import { position, reach, roundUp, steadyRange } from "../../../webview/shared/range.ts";
import { parametersOf } from "../../webview/fixture/parameters.ts";

const [kernel, recurrent, bias] = parametersOf(10, 5, 1);
const bounds = whole(65, 128);

describe("a view of a matrix", () => {
  test("stays within the matrix and keeps the anchor in sight, however one zooms", () => {
    const cell = fc.record({ row: fc.integer({ min: 0, max: 64 }), column: fc.integer({ min: 0, max: 127 }) });
    const factors = fc.array(fc.constantFrom(0.5, 0.8, 1.25, 2), { maxLength: 20 });
    fc.assert(
      fc.property(cell, factors, (anchor, zooms) => {
        const view = zooms.reduce((shown, factor) => zoom(shown, bounds, factor, anchor), bounds);
        for (const [[from, to], size, at] of [
          [view.rows, 65, anchor.row],
          [view.columns, 128, anchor.column],
        ] as const) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(size);
          expect(to - from).toBeGreaterThanOrEqual(4);
          expect(at).toBeGreaterThanOrEqual(from);
          expect(at).toBeLessThan(to);
        }
      }),
    );
  });

  test("comes back to the whole, and no further in than four cells", () => {
    const anchor = { row: 30, column: 64 };
    let view = bounds;
    for (let k = 0; k < 20; k++) view = zoom(view, bounds, 0.5, anchor);
    expect([view.rows[1] - view.rows[0], view.columns[1] - view.columns[0]]).toEqual([4, 4]);
    for (let k = 0; k < 20; k++) view = zoom(view, bounds, 2, anchor);
    expect(view).toEqual(bounds);
  });

  test("can be drawn between two corners, and follows the cursor just as far as needed", () => {
    expect(between({ row: 20, column: 40 }, { row: 10, column: 60 }, bounds)).toEqual({ rows: [10, 21], columns: [40, 61] });
    expect(between({ row: 64, column: 127 }, { row: 64, column: 127 }, bounds)).toEqual({ rows: [61, 65], columns: [124, 128] });
    expect(follow({ rows: [0, 4], columns: [4, 8] }, { row: 4, column: 2 })).toEqual({ rows: [1, 5], columns: [2, 6] });
  });
});

describe("the layout of a parameter", () => {
  test("puts four gates of one size side by side within the width", () => {
    const { blocks, width } = layoutOf(kernel!, 900, 1);
    expect(blocks).toHaveLength(4);
    expect(new Set(blocks.map((box) => box.width)).size).toBe(1);
    expect(blocks[3]!.left + blocks[3]!.width).toBeLessThanOrEqual(width);
  });

  test("finds the cell below a point, and nothing between the gates", () => {
    const layout = layoutOf(kernel!, 900, 1);
    const box = layout.blocks[2]!;
    const view = whole(10, 5);
    expect(hit(layout, view, box.left + box.width - 1, box.top + box.height - 1)).toEqual({ block: 2, row: 9, column: 4 });
    expect(hit(layout, view, box.left - 4, box.top + 2)).toBeNull();
  });

  test("never asks for more cells than there are pixels", () => {
    const [big] = parametersOf(5000, 2048, 1);
    const layout = layoutOf(big!, 900, 2);
    const size = pictureSize(whole(5000, 2048), layout.blocks[0]!, 2);
    expect(size.maxRows).toBeLessThanOrEqual(layout.blocks[0]!.height * 2);
    expect(size.maxColumns).toBeLessThanOrEqual(layout.blocks[0]!.width * 2);
  });
});

describe("a colour scale's range", () => {
  test("is round, holds still while numbers move a little, and follows when they leave it", () => {
    expect([0.137, 0.4, 7.2, 100, 0.00031].map(roundUp)).toEqual([0.15, 0.4, 8, 100, 0.0004]);
    expect(steadyRange(0.4, 0.35)).toBe(0.4);
    expect(steadyRange(0.4, 0.21)).toBe(0.4);
    expect(steadyRange(0.4, 0.19)).toBe(0.2);
    expect(steadyRange(0.4, 0.41)).toBe(0.5);
    expect(steadyRange(0, 1.05)).toBe(1.2);
    expect(steadyRange(0, Number.NaN)).toBe(1);
  });

  test("is not stretched by a few numbers far out", () => {
    expect(reach(1, 0.05, "linear")).toBe(0.25);
    expect(reach(0.1, 0.05, "linear")).toBe(0.1);
    expect(position(-0.04, 1, "root")).toBeCloseTo(-0.2, 12);
  });
});

describe("labels on an axis", () => {
  test("are as many as have room, and stay with their cells while one zooms", () => {
    expect(tickStep(2, 28)).toBe(16);
    expect(ticks(0, 128, 2, 28, String).map(({ index }) => index)).toEqual([0, 16, 32, 48, 64, 80, 96, 112]);
    expect(ticks(33, 41, 10, 28, String).map(({ index }) => index)).toEqual([36, 40]);
  });
});

describe("pointing at a cell", () => {
  const picture = (rows: number, columns: number): TensorPicture => ({
    view: { path: "0/kernel", kind: "value", gate: "f", rows: [0, 10], columns: [0, 5], maxRows: rows, maxColumns: columns },
    rows,
    columns,
    data: Float32Array.from({ length: rows * columns }, (_, k) => k),
    largest: 1,
    mean: 0,
    deviation: 1,
    histogram: new Float32Array(32),
  });

  test("tells layer, gate, row, column and all digits", () => {
    const place = { block: 1, row: 2, column: 4 };
    const words = ["the", "mice", "had"];
    expect(describeCell(kernel!, "value", words, place, cellAt(picture(10, 5), 2, 4))).toEqual({
      where: "layer 1 · kernel · gate f (forget) · token 2 “had” · unit 4",
      value: "w = 14",
    });
    expect(describeCell(bias!, "gradient", words, place, null).where).toBe("layer 1 · bias · gate f (forget) · unit 4");
  });

  test("says so where a cell stands for several numbers", () => {
    const cell = cellAt(picture(5, 5), 3, 0)!;
    expect(cell.rows).toEqual([2, 4]);
    expect(describeCell(kernel!, "value", [], { block: 0, row: 3, column: 0 }, cell).value).toContain("largest of these");
  });

  test("shapes and parts are named by what rows and columns stand for", () => {
    expect([kernel!, recurrent!, bias!].map(shapeText)).toEqual(["10 tokens × 5 units", "5 units × 5 units", "5 units"]);
    expect(partText(kernel!, { rows: [2, 6], columns: [0, 4] })).toBe("tokens 2–5 × units 0–3");
  });
});
