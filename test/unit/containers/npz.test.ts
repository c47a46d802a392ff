import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { npy, npz } from "../../../engine/containers/npy/npz.ts";
import type { ModelSource } from "../../../engine/containers/tensors/container.ts";
import { tensorOf } from "../../../engine/containers/tensors/tensor.ts";
import { expectTensors, expectTruncationRefused, fixture, fuzz, plainTensors, readAll, refusal } from "./support.ts";

/** An array's file with this header and so many bytes of numbers. */
function arrayFile(header: string, bytes: number): ModelSource {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const content = Buffer.concat([
    Buffer.from("\x93NUMPY\x01\x00", "latin1"),
    length,
    Buffer.from(header, "latin1"),
    Buffer.alloc(bytes),
  ]);
  return { name: "a.npy", bytes: Uint8Array.from(content) };
}

const refused = (header: string, bytes = 0) => refusal(() => readAll(npy, arrayFile(header, bytes)));
const header = (shape: string, code = "<f4", order = "False") =>
  `{'descr': '${code}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

describe("arrays that NumPy wrote", () => {
  test.each(["npz-min-char-rnn", "npz-lstm-columns-fortran", "npz-kinds"])("%s is read to the last bit", (folder) => {
    const source = fixture(folder);
    expect(npz.detect(source)).toBe(true);
    expectTensors(npz.read(source), folder);
  });

  test("one array alone", () => {
    expect(npy.detect(fixture("npy-one"))).toBe(true);
    expectTensors(npy.read(fixture("npy-one")), "npy-one");
  });

  test("arrays of texts are attributes", () => {
    expect(npz.read(fixture("npz-kinds")).attributes).toEqual({
      vocabulary: { shape: [4], texts: ["a", "é", "😀", "two\n"] },
      bytes: { shape: [2], texts: ["ab", "c"] },
    });
  });

  test("an array of objects is left out, named, and never opened", () => {
    const container = npz.read(fixture("npz-object-array"));
    expect(container.tensors.map(({ name }) => name).toSorted()).toEqual(["Whh", "Why", "Wxh", "bh", "by"]);
    expect(container.warnings).toEqual([expect.stringContaining("char_to_ix was not read: it is an array of objects")]);
  });

  test("Python 2's whole numbers, texts in either quotes, and any spaces", () => {
    const { tensors } = npy.read(arrayFile(`{"shape":(2L ,1L,),'fortran_order':False,"descr" : '<f8'}  \n`, 16));
    expect(tensors[0]).toMatchObject({ shape: [2, 1], dtype: "float64" });
  });
});

describe("arrays that lie are refused by name and place", () => {
  test("names that leave the folder", () => {
    expect(refusal(() => npz.read(fixture("bad-zip-names")))).toContain("escaped.npy");
  });

  test.each([
    [header("(3,)"), 8, "bytes; its header with the shape [3] of <f4 means"],
    [header("(9007199254740991, 9007199254740991)"), 8, "means 3.2451"],
    [header("(-1,)"), 0, "the array has the length -1"],
    [header("(True,)"), 4, "the array has the length true"],
    [header("3"), 12, "the array has no shape"],
    [header("(2,)", "|O"), 16, "it is an array of objects, which is a pickle and can hold code"],
    [header("(2,)", "<c8"), 16, "it has elements of the type <c8, which are no numbers that are read"],
    [header("(2,)", "<M8[ns]"), 16, `the header has the type "<M8[ns]"`],
    [`{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}`, 4, "it is an array of records"],
    [`{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}`, 4, "the header has no fortran_order that is True or False"],
    [`{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}`, 4, "the header has not the key descr only once"],
    [
      `{'descr': __import__('os').getcwd(), 'fortran_order': False, 'shape': (1,)}`,
      4,
      "the header has not a value in place of __import__",
    ],
    [`{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} or 1`, 4, "the header has not the end"],
    [`{'shape': ${"(".repeat(100)}`, 0, "the header has not at most 16 brackets in one another"],
    ["(1, 2)", 0, "the header is not a dictionary"],
    ["", 0, "the header has not a value"],
  ])("%s", (text, bytes, message) => {
    expect(refused(text, bytes)).toContain(message);
  });

  test("a version that is not known", () => {
    const source = arrayFile(header("(1,)"), 4);
    source.bytes[6] = 4;
    expect(refusal(() => npy.read(source))).toContain("it is of version 4; versions 1 to 3 are known");
  });

  test("an archive that would grow without measure is refused before anything is unpacked", () => {
    const bytes = zipSync({ "bomb.npy": new Uint8Array(2 ** 26) }, { level: 9 });
    expect(bytes.length).toBeLessThan(2 ** 17);
    expect(refusal(() => npz.read({ name: "bomb.npz", bytes }))).toMatch(/would grow from \d+ to 67108864 bytes/u);
  });

  test("an entry that unpacks to more than it claims is stopped there", () => {
    const bytes = zipSync({ "bomb.npy": arrayFile(header("(16000000,)"), 64_000_000).bytes }, { level: 9 });
    const place = bytes.length - 22 - "bomb.npy".length - 46;
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(place + 24, 1000, true);
    expect(refusal(() => readAll(npz, { name: "bomb.npz", bytes }))).toContain("bomb.npz/bomb.npy");
  });

  test("a wrong checksum is found when the numbers are read", () => {
    const source = fixture("npz-min-char-rnn");
    const { tensors } = npz.read(source);
    source.bytes[400]! ^= 1;
    expect(refusal(() => tensors[0]!.read())).toMatch(
      /^rnn\.npz: entry \w+\.npy \(\d+ bytes from byte \d+\) has a wrong checksum/u,
    );
  });

  test("wherever an archive is cut off", () => expectTruncationRefused(npz, fixture("npz-kinds"), 100, 21));

  test("and whatever is damaged, it is refused or read within its size", () => {
    fuzz(npz, fixture("npz-kinds"), 500, 22);
    fuzz(npz, fixture("npz-lstm-columns-fortran"), 800, 23);
    fuzz(npy, fixture("npy-one"), 1500, 24);
  });
});

describe("arrays of ours", () => {
  const tensors = [
    tensorOf("kernel", [2, 3], Float32Array.of(1, 2, 3, 4, 5, Number.NaN)),
    tensorOf("layer/bias", [3], Float64Array.of(1, 2, Math.PI)),
    tensorOf("half", [2], Float32Array.of(1, -0.5), "float16"),
    tensorOf("single", [], Float32Array.of(7)),
    tensorOf("ids", [2], BigInt64Array.of(-5n, 7n)),
  ];

  test("come back as they went", () => {
    const [file] = npz.write({ tensors }, "m.npz");
    expect(npz.detect(file!)).toBe(true);
    expect(plainTensors(npz.read(file!))).toEqual(plainTensors({ format: "", tensors, attributes: {}, warnings: [] }));
  });

  test("bfloat16, which NumPy lacks, and two arrays in one .npy are refused", () => {
    expect(() => npz.write({ tensors: [tensorOf("b", [1], Float32Array.of(1), "bfloat16")] }, "m.npz")).toThrow(
      /NumPy has no bfloat16/u,
    );
    expect(() => npy.write({ tensors }, "m.npy")).toThrow(/holds one array, not 5/u);
  });
});
