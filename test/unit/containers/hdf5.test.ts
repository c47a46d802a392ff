import { describe, expect, test } from "vitest";
import { hdf5 } from "../../../engine/containers/hdf5/hdf5.ts";
import { tensorOf } from "../../../engine/containers/tensors/tensor.ts";
import { expectTensors, expectTruncationRefused, fixture, fuzz, plainTensors, readAll, refusal, withBytes } from "./support.ts";

const attributesOf = (folder: string, file: string) =>
  hdf5.read(fixture(folder, file)).attributes as Record<string, Record<string, unknown>>;

describe("HDF5 that frameworks wrote", () => {
  test.each(["keras2-h5-hard-sigmoid", "keras2-h5-weights-cudnn", "keras2-h5-weights-gzip", "keras3-weights-h5"])(
    "%s is read to the last bit",
    (folder) => {
      const source = fixture(folder);
      expect(hdf5.detect(source)).toBe(true);
      expectTensors(hdf5.read(source), folder);
      expect(hdf5.read(source).warnings).toEqual([]);
    },
  );

  test("Keras' attributes keep the order of layers and weights", () => {
    const attributes = attributesOf("keras2-h5-weights-gzip", "weights.h5");
    expect(attributes[""]).toMatchObject({ keras_version: "2.21.0", layer_names: ["gru", "simple_rnn", "dense"] });
    expect(attributes.dense!.weight_names).toEqual(["dense/kernel:0", "dense/bias:0"]);
    expect(attributes.top_level_model_weights!.weight_names).toEqual([]);
    expect(JSON.parse(attributesOf("keras2-h5-hard-sigmoid", "model.h5")[""]!.model_config as string).class_name).toBe(
      "Sequential",
    );
    expect(attributesOf("keras3-weights-h5", "model.weights.h5")["layers/lstm/vars"]).toEqual({ name: "lower" });
  });
});

describe.each(["h5-earliest", "h5-latest"])("%s, written by h5py", (folder) => {
  test("all kinds of numbers, and groups of many names", () => {
    expectTensors(hdf5.read(fixture(folder, "groups.h5")), folder, "groups");
  });

  test("all ways to lay out numbers, in chunks with and without filters", () => {
    expectTensors(hdf5.read(fixture(folder, "chunks.h5")), folder, "chunks");
  });

  test("attributes of all sorts", () => {
    expect(attributesOf(folder, "groups.h5")).toEqual({
      "": {
        text: "Ünï",
        bytes: "fixed",
        texts: ["a", "longer é"],
        fixed: ["ab", "c"],
        whole: 7,
        float: 0.5,
        list: [0, 1, 2, 3, 4, 5],
        flag: true,
        empty: [],
        long: "x".repeat(5000),
        nothing: null,
        big: [2n ** 60n, 1],
      },
      few: { "number 0": 0, "number 1": 1, "number 2": 2 },
      many: { name: "many" },
    });
  });

  test("what is no number, or stands elsewhere, is named and left out", () => {
    expect(hdf5.read(fixture(folder, "groups.h5")).warnings.toSorted()).toEqual([
      "attribute record of the root group was not read: it holds no numbers.",
      "kinds/record, of the type record was not read: it holds no numbers.",
      "kinds/texts, of the type text was not read: it holds no numbers.",
      "outside was not read: it stands for another name or file.",
      "soft was not read: it stands for another name or file.",
    ]);
  });

  test("wherever it is cut off, it is refused at once", () => {
    for (const file of ["groups.h5", "chunks.h5"]) expectTruncationRefused(hdf5, fixture(folder, file), 60, 31);
  });

  test("and whatever is damaged, it is refused or read within its size", () => {
    fuzz(hdf5, fixture(folder, "groups.h5"), 150, 32);
    fuzz(hdf5, fixture(folder, "chunks.h5"), 200, 33);
  });
});

describe("HDF5 that lies is refused by name and place", () => {
  test("a file that was cut off, before anything of it is shown", () => {
    expect(refusal(() => hdf5.read(fixture("bad-h5-truncated")))).toBe(
      "model.weights.h5: it has 17198 bytes, and its superblock says 28664: it was cut off.",
    );
  });

  test("damaged Keras files", () => {
    fuzz(hdf5, fixture("keras3-weights-h5"), 800, 34);
    fuzz(hdf5, fixture("keras2-h5-weights-gzip"), 800, 35);
  });

  const source = fixture("keras3-weights-h5");
  /** Changes the bytes at the first place of a text. */
  const replaced = (text: string, by: string | readonly number[], offset = 0, nth = 0) =>
    withBytes(source, (bytes) => {
      const buffer = Buffer.from(bytes.buffer);
      let at = buffer.indexOf(text);
      for (let i = 0; i < nth; i++) at = buffer.indexOf(text, at + 1);
      bytes.set(typeof by === "string" ? Buffer.from(by) : by, at + offset);
    });

  test("a damaged heap of names is no reason to find fewer", () => {
    const heap = (by: string) => refusal(() => readAll(hdf5, replaced("lstm_1\0", by)));
    expect(heap("\0")).toContain("layers has the names lstm and  out of order: its heap is damaged");
    expect(heap("a\0")).toContain("layers has the names lstm and a out of order: its heap is damaged");
    expect(heap("lstm\0")).toContain("layers has the names lstm and lstm out of order: its heap is damaged");
    expect(heap("zzzz")).toMatch(/out of order|beyond its bound/u);
  });

  test.each<[string, string, string, readonly number[], number]>([
    ["a tree that is none", "the tree of the root group does not begin with TREE", "TREE", [0x55], 0],
    ["a tree of too many children", "lies beyond the file's end|ends too early|does not begin", "TREE", [0xff, 0xff], 6],
    ["a tree of a wrong level", "comes to byte|does not begin with TREE|has a node of level", "TREE", [3], 5],
    ["a heap that is none", "the heap of names of the root group does not begin with HEAP", "HEAP", [0x55], 0],
    ["a heap of another version", "is of version 9, and version 0 is known", "HEAP", [9], 4],
    ["a list of names that is none", "a list of names of .* does not begin with SNOD", "SNOD", [0x55], 0],
  ])("%s", (_, message, signature, by, offset) => {
    expect(refusal(() => readAll(hdf5, replaced(signature, by, offset)))).toMatch(new RegExp(message, "u"));
  });

  test("a group that holds itself", () => {
    const bytes = new DataView(source.bytes.buffer);
    const root = bytes.getUint32(0x40, true);
    const table = Buffer.from(source.bytes.buffer).indexOf("SNOD");
    const looped = withBytes(source, (copy) => new DataView(copy.buffer).setUint32(table + 16, root, true) as undefined);
    expect(refusal(() => hdf5.read(looped))).toMatch(/group \w+ is also group \//u);
  });

  test("a checksum of the new format", () => {
    const newer = fixture("h5-latest", "groups.h5");
    const at = Buffer.from(newer.bytes.buffer).indexOf("OHDR");
    const damaged = withBytes(newer, (bytes) => bytes.fill(0x55, at + 30, at + 31) as unknown as undefined);
    expect(refusal(() => hdf5.read(damaged))).toContain("has a wrong checksum, so it was damaged");
  });

  test("a packed dataset that grows without measure, before anything is unpacked", () => {
    expect(refusal(() => hdf5.read(fixture("h5-bomb")))).toMatch(
      /zeros would grow from \d+ to 33554432 bytes, and at most 100-fold growth is allowed/u,
    );
  });
});

describe("HDF5 of ours", () => {
  const tensors = [
    tensorOf("a/b/kernel", [2, 3], Float32Array.of(1, 2, 3, 4, 5, Number.NaN)),
    tensorOf("a/brains", [1], Float32Array.of(1.5), "bfloat16"),
    tensorOf("a/halves", [2], Float32Array.of(1, -0.5), "float16"),
    tensorOf("empty", [0, 3], new Float32Array(0)),
    tensorOf("flags", [2], Uint8Array.of(1, 0), "bool"),
    tensorOf("ids", [2], BigInt64Array.of(-(2n ** 60n), 7n)),
    tensorOf("single", [], Float64Array.of(Math.PI)),
    tensorOf("unsigned", [2], Uint16Array.of(3, 65535)),
  ];
  const attributes = {
    "": {
      name: "é",
      whole: -3,
      float: 0.5,
      flag: true,
      names: ["a", "longer é", ""],
      numbers: [1, 2],
      none: [],
      nothing: null,
      long: "x".repeat(100_000),
      many: Array.from({ length: 3000 }, (_, i) => `layer ${i}/with/a/long/name:0`),
    },
    "a/b/kernel": { unit: "m" },
    "empty group/in another": { name: "q" },
  };

  test("comes back as it went", () => {
    const [file] = hdf5.write({ tensors, attributes }, "m.h5");
    const back = hdf5.read(file!);
    expect(plainTensors(back)).toEqual(plainTensors({ format: "", tensors, attributes: {}, warnings: [] }));
    expect(back.attributes).toEqual(attributes);
  });

  test("what it cannot say is refused", () => {
    const one = (name: string) => tensorOf(name, [1], Float32Array.of(1));
    expect(() => hdf5.write({ tensors: [one("a//b")] }, "m.h5")).toThrow("a//b cannot be a path in HDF5.");
    expect(() => hdf5.write({ tensors: [one("a"), one("a/b")] }, "m.h5")).toThrow("a/b cannot be a path in HDF5.");
    expect(() => hdf5.write({ tensors: [one("a"), one("a")] }, "m.h5")).toThrow(/Two tensors/u);
    const long = Array.from({ length: 10_000 }, (_, i) => i);
    expect(() => hdf5.write({ tensors: [], attributes: { "": { long } } }, "m.h5")).toThrow(/HDF5 allows 65520/u);
  });
});
