import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import type { Parameter } from "../../../engine/memory/parameter.ts";
import { takePictures } from "../../../engine/worker/pictures.ts";
import type { TensorView } from "../../../engine/worker/protocol.ts";
import { orderOf } from "./configs.ts";
import { EngineThread } from "./engineThread.ts";

/** Four gates of three units each, two rows: element r, c is 100 r + c, every second one negative. */
const kernel: Parameter = {
  path: "0/kernel",
  rows: 2,
  columns: 12,
  gates: ["i", "f", "g", "o"],
  rowMeaning: "token",
  columnMeaning: "unit",
  initialValue: null,
  offset: 0,
  size: 24,
  value: Float32Array.from({ length: 24 }, (_, k) => (100 * Math.floor(k / 12) + (k % 12)) * (k % 2 === 0 ? 1 : -1)),
  gradient: new Float32Array(24),
};

const view = (change: Partial<TensorView> = {}): TensorView => ({
  path: "0/kernel",
  kind: "value",
  gate: null,
  rows: [0, 2],
  columns: [0, 12],
  maxRows: 100,
  maxColumns: 100,
  ...change,
});

const pictureOf = (change: Partial<TensorView> = {}) => takePictures([kernel], [view(change)])[0]!;

describe("a picture of a parameter", () => {
  it("shows every element where there is room", () => {
    const { rows, columns, data } = pictureOf();
    expect([rows, columns]).toEqual([2, 12]);
    expect(data).toEqual(kernel.value);
  });

  it("shows one gate's block, and a rectangle of it", () => {
    expect([...pictureOf({ gate: "g", columns: [0, 3] }).data]).toEqual([6, -7, 8, 106, -107, 108]);
    expect([...pictureOf({ gate: "g", rows: [1, 2], columns: [1, 3] }).data]).toEqual([-107, 108]);
  });

  it("shows a block's element of largest magnitude, with its sign, where there is no room", () => {
    const { rows, columns, data } = pictureOf({ maxRows: 1, maxColumns: 4 });
    expect([rows, columns]).toEqual([1, 4]);
    expect([...data]).toEqual([102, -105, 108, -111]);
  });

  it("loses no largest element, whatever the rectangle and the room", () => {
    const sizes = fc.record({
      top: fc.nat(1),
      left: fc.nat(11),
      maxRows: fc.integer({ min: 1, max: 3 }),
      maxColumns: fc.integer({ min: 1, max: 13 }),
    });
    fc.assert(
      fc.property(sizes, ({ top, left, maxRows, maxColumns }) => {
        const { data } = pictureOf({ rows: [top, 2], columns: [left, 12], maxRows, maxColumns });
        expect(Math.max(...data.map(Math.abs))).toBe(111);
      }),
    );
  });

  it("is clipped where the view reaches beyond the parameter", () => {
    const { rows, columns } = pictureOf({ rows: [1, 99], columns: [-5, 99] });
    expect([rows, columns]).toEqual([1, 12]);
    expect(pictureOf({ rows: [5, 9] }).data).toHaveLength(0);
  });

  it("shows what is no number before all else", () => {
    const value = Float32Array.of(1, Number.NaN, 3, -4);
    const parameter = { ...kernel, gates: null, rows: 1, columns: 4, size: 4, value };
    expect([...takePictures([parameter], [view({ maxColumns: 2 })])[0]!.data]).toEqual([Number.NaN, -4]);
  });

  it("has the whole parameter's scale and the shown gate's histogram", () => {
    const all = pictureOf();
    const gate = pictureOf({ gate: "f" });
    expect([gate.largest, gate.mean, gate.deviation]).toEqual([all.largest, all.mean, all.deviation]);
    expect(all.largest).toBe(111);
    expect(all.mean).toBeCloseTo([...kernel.value].reduce((sum, value) => sum + value) / 24, 12);
    expect(all.histogram).toHaveLength(32);
    expect(all.histogram.reduce((sum, count) => sum + count)).toBe(24);
    expect(gate.histogram.reduce((sum, count) => sum + count)).toBe(6);
    expect(all.histogram[0]).toBe(4);
    expect(all.histogram[31]).toBe(3);
  });

  it("of a gradient that is zero everywhere has one bar, at zero", () => {
    expect(pictureOf({ kind: "gradient" }).histogram[16]).toBe(24);
  });

  it("is left out where the model has no such parameter or gate", () => {
    const bias = { ...kernel, path: "dense/bias", gates: null };
    expect(takePictures([kernel, bias], [view({ path: "9/kernel" }), view({ path: "dense/bias", gate: "i" })])).toEqual([]);
  });
});

describe("watching", () => {
  it("shows what is watched at once, while paused too, and nothing that is not", async () => {
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({}, { paused: true }));
    const recurrent = view({ path: "0/recurrentKernel", rows: [0, 12], gate: "o" });
    await engine.client.call("watch", { tensors: [recurrent, { ...recurrent, kind: "gradient" }], every: 0 });
    const [first] = engine.reports.filter(({ type }) => type === "tensors");
    expect(first).toMatchObject({ step: 0, pictures: [{ view: recurrent, rows: 12, columns: 12 }, { largest: 0 }] });
    await engine.client.call("stepOnce", null);
    const last = engine.reports.at(-1)!;
    expect(last).toMatchObject({ type: "tensors", step: 1 });
    expect(last.type === "tensors" && last.pictures[1]!.largest).toBeGreaterThan(0);
    await engine.client.call("watch", { tensors: [], every: 0 });
    const before = engine.reports.filter(({ type }) => type === "tensors").length;
    await engine.client.call("stepOnce", null);
    expect(engine.reports.filter(({ type }) => type === "tensors")).toHaveLength(before);
  });

  it("shows the weights as they are saved", async () => {
    const engine = new EngineThread();
    await engine.client.call("train", orderOf({ steps: 4 }));
    await engine.ended();
    await engine.client.call("watch", { tensors: [view({ path: "dense/kernel", rows: [0, 12], columns: [0, 99] })], every: 0 });
    const { trainer, parameters } = readModelFile(await engine.client.call("save", null));
    const { offset, rows, columns } = parameters.find(({ path }) => path === "dense/kernel")!;
    const last = engine.reports.at(-1)!;
    expect(last.type === "tensors" && last.pictures[0]!.data).toEqual(trainer.values.slice(offset, offset + rows * columns));
  });
});
