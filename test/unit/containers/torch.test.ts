import { describe, expect, test } from "vitest";
import { keras } from "../../../engine/containers/keras/keras.ts";
import { npz } from "../../../engine/containers/npy/npz.ts";
import { tensorOf } from "../../../engine/containers/tensors/tensor.ts";
import { torch } from "../../../engine/containers/torch/torch.ts";
import { writeZip } from "../../../engine/containers/zip/writeZip.ts";
import { expectTensors, expectTruncationRefused, fixture, fuzz, plainTensors, readAll, refusal } from "./support.ts";

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

/** An archive whose pickle is these opcodes, with one storage of 16 bytes. */
const archiveOf = (pickle: string, others: Readonly<Record<string, string>> = {}) => ({
  name: "m.pt",
  bytes: writeZip(
    Object.entries({ "m/data.pkl": pickle, "m/data/0": "0123456789abcdef", ...others }).map(([name, content]) => ({
      name,
      bytes: latin1(content),
    })),
  ),
});

const refused = (pickle: string, others?: Readonly<Record<string, string>>) =>
  refusal(() => readAll(torch, archiveOf(`\x80\x02${pickle}.`, others)));

/** Opcodes of a short text, of a storage of so many floats, and of a tensor on it. */
const text = (content: string) => `\x8c${String.fromCharCode(content.length)}${content}`;
const storage = (count: string, kind = "ctorch\nFloatStorage\n", key = "0") =>
  `(${text("storage")}${kind}${text(key)}${text("cpu")}${count}tQ`;
const tensor = (offset: string, shape: string, strides: string, of = storage("K\x04")) =>
  `ctorch._utils\n_rebuild_tensor_v2\n(${of}${offset}(${shape}t(${strides}t\x89NtR`;

describe("what torch.save wrote", () => {
  test.each(["pt-zip-bilstm", "pt-legacy-gru", "pt-checkpoint", "pt-views", "pt-views-legacy", "pt-views-protocol4"])(
    "%s is read to the last bit",
    (folder) => {
      const source = fixture(folder);
      expect([torch.detect(source), npz.detect(source), keras.detect(source)]).toEqual([true, false, false]);
      expectTensors(torch.read(source), folder);
    },
  );

  test.each(["pt-views", "pt-views-legacy", "pt-views-protocol4"])("%s: what is no tensor is plain data", (folder) => {
    expect(torch.read(fixture(folder)).attributes).toEqual({
      epoch: 3,
      loss: 0.25,
      seen: ["a"],
      betas: [0.9, 0.999],
      bytes: { bytes: 3 },
      none: null,
      huge: 2n ** 70n,
      negative: -300,
      kind: "float32",
      device: "cpu",
      size: [2, 3],
      counts: { a: 2, b: 1 },
      lists: [[1], {}],
    });
  });

  test("a checkpoint keeps what is beside the weights", () => {
    const { attributes, tensors } = torch.read(fixture("pt-checkpoint"));
    expect(attributes).toMatchObject({ epoch: 4, optimizer_state_dict: { param_groups: [{ lr: 0.01 }] } });
    expect(tensors.filter(({ name }) => name.startsWith("model_state_dict/"))).toHaveLength(11);
  });
});

describe("pickles that ask for more than data are refused by name, and never run", () => {
  test("a pickle that opens a file", () => {
    expect(refusal(() => torch.read(fixture("pt-hostile")))).toBe(
      "model.pt/model/data.pkl: data.pkl asks for io.open, which is no tensor and could run code: it was not run, at byte 11.",
    );
  });

  test("a whole module, by its class", () => {
    expect(refusal(() => torch.read(fixture("pt-whole-module")))).toContain("asks for __main__.CharModel, which is no tensor");
  });

  test.each([
    ["cos\nsystem\n", "asks for os.system"],
    [`${text("os")}${text("system")}\x93`, "asks for os.system"],
    ["cbuiltins\neval\n", "asks for builtins.eval"],
    ["cbuiltins\n__import__\n", "asks for builtins.__import__"],
    ["ctorch\nload\n", "asks for torch.load"],
    ["ccollections\nOrderedDict.__init__\n", "asks for collections.OrderedDict.__init__"],
    ["cconstructor\nconstructor\n", "asks for constructor.constructor"],
    ["ctorch\nconstructor\n", "asks for torch.constructor"],
    ["cnumpy.core.multiarray\n_reconstruct\n", "asks for numpy.core.multiarray._reconstruct"],
    ["(ios\nsystem\n", "has the opcode INST, which is not among those that only make data"],
    ["(I1\no", "has the opcode INT"],
    ["(\x82\x01", "has the opcode EXT1"],
    ["\xff", "has the opcode 0xff"],
    ["K\x01)R", "calls what is no function"],
    ["ctorch\nFloatStorage\n)R", "calls torch.FloatStorage with what it does not take"],
    ["ctorch._utils\n_rebuild_tensor_v2\n)R", "calls torch._utils._rebuild_tensor_v2 with what it does not take"],
    [`${text("module")}Q`, "asks for something outside that is no storage of numbers"],
    ["K\x01}b", "gives a state to what has none"],
    ["]}b", "gives a state to what has none"],
  ])("%j", (pickle, message) => expect(refused(pickle)).toContain(message));
});

describe("files that lie are refused by name and place", () => {
  test.each([
    ["", "takes more from its stack than there is"],
    ["(0", "takes more from its stack than there is"],
    ["K\x01t", "ends a list that did not begin"],
    ["}(K\x01u", "has a key without a value"],
    ["h\x05", "recalls its item 5, which it never kept"],
    ["}K\x01a", "appends to what is no list"],
    ["X\xff\xff\xff\x7fabc", "ends too early: 2147483647 more bytes are needed"],
    ["T\xff\xff\xff\xffabc", "ends too early: -1 more bytes"],
    ["\x8b\xff\xff\xff\x7f", "has a whole number of 2147483647 bytes"],
    ["}", "it holds no tensors"],
    [tensor("K\x00", "K\x02K\x03", "K\x03K\x01"), "tensor  of the shape [2, 3] reaches number 5 of its storage 0, which has 4"],
    [tensor("K\x03", "K\x02", "K\x01"), "reaches number 4"],
    [tensor("K\x00", "K\x02", "J\xff\xff\xff\xff"), "_rebuild_tensor_v2 with what it does not take"],
    [tensor("K\x00", "J\xff\xff\xff\x7fJ\xff\xff\xff\x7f", "K\x00K\x00"), "would grow from"],
    [tensor("K\x00", "K\x04", "K\x01", storage("K\x05")), "entry m/data/0 has 16 bytes, and its storage claims 20"],
    [
      tensor("K\x00", "K\x04", "K\x01", storage("K\x04", "ctorch\nFloatStorage\n", "7")),
      "there is no entry m/data/7 in the archive",
    ],
    [tensor("K\x00", "K\x04", "K\x01", storage("K\x04", "ctorch\nFloatStorage\n", "../x")), "there is no entry m/data/../x"],
    [`]q\x00h\x00a`, "it has more than 64 lists in one another"],
    [
      `}(${text("a/b")}${tensor("K\x00", "K\x01", "K\x01")}${text("a")}}${text("b")}${tensor("K\x00", "K\x01", "K\x01")}su`,
      "two tensors a/b",
    ],
  ])("%j", (pickle, message) => expect(refused(pickle)).toContain(message));

  test("one list in many lists in many lists", () => {
    const doubled = Array.from(
      { length: 30 },
      (_, i) => `]q${String.fromCharCode(i + 1)}(h${String.fromCharCode(i)}h${String.fromCharCode(i)}e`,
    );
    expect(refused(`](K\x01K\x02eq\x00${doubled.join("")}`)).toContain("more than 1000000 items, many times the same");
  });

  test("one list that is copied again and again", () => {
    const items = `](${"K\x01".repeat(2000)}eq\x00`;
    expect(refused(`${items}(${"cbuiltins\nset\n(h\x00tR".repeat(2000)}l`)).toContain("copies one list again and again");
  });

  test("an order of bytes that is none", () => {
    expect(refused(tensor("K\x00", "K\x04", "K\x01"), { "m/byteorder": "middle" })).toContain(`entry m/byteorder is "middle"`);
  });

  test("big-endian numbers are turned", () => {
    const source = archiveOf(`\x80\x02${tensor("K\x00", "K\x01", "K\x01", storage("K\x01"))}.`, {
      "m/byteorder": "big",
      "m/data/0": "\x3f\xc0\x00\x00",
    });
    expect(plainTensors(torch.read(source))).toEqual({ "": { dtype: "float32", shape: [1], data: [1.5] } });
  });

  test("a legacy file with too few or too many bytes", () => {
    const source = fixture("pt-legacy-gru");
    const longer = { ...source, bytes: Uint8Array.from([...source.bytes, 0]) };
    expect(refusal(() => torch.read(longer))).toBe("model.pth: it has 1 bytes more than its storages.");
    expectTruncationRefused(torch, source, 200, 51);
  });

  test("other files of those names", () => {
    expect(refusal(() => torch.read({ name: "m.pt", bytes: latin1("\x80\x04K\x01.") }))).toBe(
      "m.pt: it is a pickle that torch.save did not write.",
    );
    expect(refusal(() => torch.read({ name: "m.pt", bytes: latin1("hello") }))).toBe("m.pt: it was not saved by torch.save.");
    expect(refusal(() => torch.read({ name: "m.pt", bytes: writeZip([]) }))).toContain("it has no data.pkl");
  });

  test("wherever an archive is cut off", () => expectTruncationRefused(torch, fixture("pt-views"), 100, 52));

  test("and whatever is damaged, it is refused or read within its size", () => {
    fuzz(torch, fixture("pt-checkpoint"), 1000, 53);
    fuzz(torch, fixture("pt-views"), 1500, 54);
    fuzz(torch, fixture("pt-views-legacy"), 2500, 55);
  });
});

describe("state dicts of ours", () => {
  const tensors = [
    tensorOf("lstm.weight_ih_l0", [2, 3], Float32Array.of(1, 2, 3, 4, 5, Number.NaN)),
    tensorOf("half", [3], Float32Array.of(1, -0.5, 2), "float16"),
    tensorOf("brains", [2], Float32Array.of(1.5, -2), "bfloat16"),
    tensorOf("ids", [2], BigInt64Array.of(-5n, 7n)),
    tensorOf("single", [], Float64Array.of(Math.PI)),
    tensorOf("nothing", [0, 4], new Float32Array(0)),
  ];

  test("come back as they went, aligned as PyTorch wants them", () => {
    const [file] = torch.write({ tensors }, "my model.pt");
    expect(torch.detect(file!)).toBe(true);
    expect(plainTensors(torch.read(file!))).toEqual(plainTensors({ format: "", tensors, attributes: {}, warnings: [] }));
    expect(torch.read(file!).tensors[0]!.read().byteOffset % 64).toBe(0);
  });

  test("kinds that PyTorch has no storage for are refused", () => {
    expect(() => torch.write({ tensors: [tensorOf("u", [1], Uint16Array.of(1))] }, "m.pt")).toThrow(/no storage for uint16/u);
  });
});
