import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NetworkSpec } from "../../../engine/layers/networkSpec.ts";
import type { TensorPicture } from "../../../engine/worker/protocol.ts";
import { hit, layoutOf, pictureSize } from "../../../webview/lab/heatmap/layout.ts";
import { numberStyle } from "../../../webview/lab/heatmap/numberStyle.ts";
import { cellAt, describe as describeCell, partText, shapeText } from "../../../webview/lab/heatmap/reading.ts";
import { between, follow, whole, zoom } from "../../../webview/lab/heatmap/rectangle.ts";
import { type Figures, SharedRange } from "../../../webview/lab/heatmap/sharedRange.ts";
import { type ShownParameter, shownIn } from "../../../webview/lab/heatmap/shown.ts";
import { tickStep, ticks } from "../../../webview/lab/heatmap/ticks.ts";
import { leavesOf, partsOf } from "../../../webview/shared/parts.ts";
import { position, reach, roundUp, steadyRange } from "../../../webview/shared/range.ts";
import { described } from "../../webview/fixture/networks.ts";

const shownOf = (network: NetworkSpec, tokens: number) => shownIn(leavesOf(partsOf(described(network, tokens)))[0]!);
const [kernel, recurrent, bias] = shownOf({ lstm: { hiddenSize: 5 } }, 10);
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

  test("leaves the place of a gate free that a parameter does not have, so that each stands below its name", () => {
    const shown = shownOf({ lstm: { hiddenSize: 4, peepholes: true } }, 10);
    const peepholes = shown.find(({ name }) => name === "peepholes")!;
    expect(peepholes.blocks.map(({ gate, slot }) => [gate?.symbol, slot])).toEqual([
      ["i", 0],
      ["f", 1],
      ["o", 3],
    ]);
    const lefts = (parameter: ShownParameter) => layoutOf(parameter, 900, 1).blocks.map(({ left }) => left);
    const [i, f, , o] = lefts(shown[0]!);
    expect(lefts(peepholes)).toEqual([i, f, o]);
  });

  test("puts what has no gates below what has", () => {
    const shown = shownOf({ lstm: { hiddenSize: 4, projectionSize: 2 } }, 10);
    expect(shown.map(({ name, slots }) => [name, slots])).toEqual([
      ["kernel", 4],
      ["recurrentKernel", 4],
      ["bias", 4],
      ["projectionKernel", 1],
    ]);
  });

  test("never asks for more cells than there are pixels", () => {
    const [big] = shownOf({ lstm: { hiddenSize: 2048 } }, 5000);
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

describe("the scale of a part", () => {
  const matrix = (largest: number, deviation: number): Figures => ({ largest, deviation, mean: 0, rows: 100, columns: 40 });
  const vector = (largest: number, deviation: number, mean = 0): Figures => ({ largest, deviation, mean, rows: 1, columns: 40 });
  const ranges = (known: Record<string, Figures>) => {
    const scale = new SharedRange<string>();
    scale.update(new Map(Object.entries(known)), "linear");
    return Object.fromEntries(
      Object.keys(known).map((name) => [name, scale.isOwn(name) ? ["own", scale.of(name)] : scale.of(name)]),
    );
  };

  test("is one for all, so that a number has one colour", () => {
    expect(ranges({ kernel: matrix(0.3, 0.08), recurrentKernel: matrix(0.5, 0.05), bias: vector(0.2, 0.1) })).toEqual({
      kernel: 0.25,
      recurrentKernel: 0.25,
      bias: 0.25,
    });
  });

  test("shows a bias of 3e-8 as the nothing that it is beside its kernel", () => {
    const { kernel, bias } = ranges({ kernel: matrix(0.3, 0.08), bias: vector(3e-8, 1e-8) });
    expect([kernel, bias]).toEqual([0.25, 0.25]);
    expect(ranges({ bias: vector(3e-8, 1e-8) })).toEqual({ bias: 3e-8 });
  });

  test("is not stretched by what lies about 1: that has a scale of its own, and keeps it until it is well within", () => {
    expect(ranges({ kernel: matrix(0.3, 0.08), gamma: vector(1.1, 0.05, 1) })).toEqual({ kernel: 0.25, gamma: ["own", 1.2] });
    const scale = new SharedRange<string>();
    const told = (reach: number) => {
      scale.update(
        new Map([
          ["kernel", matrix(1, 1 / 3)],
          ["bias", vector(reach, reach)],
        ]),
        "linear",
      );
      return scale.isOwn("bias");
    };
    expect([1.9, 2.1, 1.9, 1.6, 1.4, 1.9].map(told)).toEqual([false, true, true, true, false, false]);
  });
});

describe("numbers written into cells", () => {
  test("have as many decimals as there is room for, and as tell them apart", () => {
    expect([7, 6, 5, 4].map((room) => numberStyle(0.25, room)?.write(-0.123456) ?? null)).toEqual([
      "−0.1235",
      "−0.123",
      "−0.12",
      null,
    ]);
    expect(numberStyle(0.02, 5)!.write(0.0123)).toBe("1e−2");
    expect(numberStyle(25, 7)!.write(12.3456)).toBe("12.346");
  });

  test("are never 0.00 where they are not nothing", () => {
    expect(numberStyle(4e-8, 12)!.write(-3e-8)).toBe("−3e−8");
    expect(numberStyle(4e-8, 12)!.write(0)).toBe("0");
    expect(numberStyle(4e-8, 4)).toBeNull();
    expect(numberStyle(3e-3, 7)!.write(1.234e-3)).toBe("0.0012");
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
    view: { path: "kernel", kind: "value", gate: "f", rows: [0, 10], columns: [0, 5], maxRows: rows, maxColumns: columns },
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
      where: "LSTM · kernel · f (forget gate) · token 2 “had” · unit 4",
      value: "w = 14",
    });
    expect(describeCell(bias!, "gradient", words, place, null).where).toBe("LSTM · bias · f (forget gate) · unit 4");
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
