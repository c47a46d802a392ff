import { describe, expect, test } from "vitest";
import type { OnnxModel } from "../../../engine/containers/onnx/model.ts";
import { onnx } from "../../../engine/containers/onnx/onnx.ts";
import { graphProto, modelProto } from "../../../engine/containers/onnx/schema.ts";
import { encodeMessage } from "../../../engine/containers/protobuf/encode.ts";
import { packVarints } from "../../../engine/containers/protobuf/packed.ts";
import type { Message } from "../../../engine/containers/protobuf/schema.ts";
import type { Container, ModelSource } from "../../../engine/containers/tensors/container.ts";
import { tensorOf } from "../../../engine/containers/tensors/tensor.ts";
import { expectTensors, expectTruncationRefused, fixture, fuzz, plainTensors, readAll, refusal } from "./support.ts";

const modelOf = (container: Container) => container.attributes as unknown as OnnxModel;
const fileOf = (graph: Message, rest: Message = {}): ModelSource => ({
  name: "m.onnx",
  bytes: encodeMessage(modelProto, { irVersion: 8, producerName: "t", graph, ...rest }),
});
const refused = (tensor: Message) =>
  refusal(() => readAll(onnx, fileOf({ initializers: [{ name: "W", dims: packVarints([2]), type: 1, ...tensor }] })));

describe("ONNX models", () => {
  test.each(["onnx-torch-bilstm", "onnx-helper-gru", "onnx-kinds", "onnx-external"])("%s is read to the last bit", (folder) => {
    const source = fixture(folder);
    expect(onnx.detect(source)).toBe(true);
    expectTensors(onnx.read(source), folder);
    expect(onnx.read(source).warnings).toEqual([]);
  });

  test("nodes are kept as they are", () => {
    const { graph, ...model } = modelOf(onnx.read(fixture("onnx-helper-gru")));
    expect(model).toMatchObject({ opsets: { "": 14 } });
    expect(graph.nodes[0]).toMatchObject({
      opType: "GRU",
      inputs: ["X", "W", "R", "B", "lens", "h0"],
      outputs: ["Y", "Y_h"],
      attributes: { hidden_size: { kind: "int", value: 6 }, linear_before_reset: { kind: "int", value: 1 } },
    });
    expect(graph.inputs).toEqual([{ name: "X", dtype: "float32", shape: expect.anything() }]);
  });

  test("attributes of every type, constants, a graph within a node, axes without a length", () => {
    const { graph, ...model } = modelOf(onnx.read(fixture("onnx-kinds")));
    expect(model).toMatchObject({ producerName: "maker", producerVersion: "1", metadata: { words: "é" } });
    expect(graph.inputs).toEqual([{ name: "x", dtype: "float32", shape: ["rows", null, 3] }]);
    expect(graph.outputs).toEqual([{ name: "y", dtype: "float32", shape: null }]);
    const [constant, floats, odd] = graph.nodes;
    expect(constant!.attributes.value).toMatchObject({ kind: "tensor", value: { shape: [2], dtype: "float32" } });
    expect(floats!.attributes.value_floats).toEqual({ kind: "floats", value: [0.5, -1.25] });
    expect(odd).toMatchObject({
      name: "odd",
      domain: "of.ours",
      inputs: ["x", "", "c"],
      attributes: {
        a: { kind: "float", value: 1.5 },
        b: { kind: "int", value: -(2n ** 60n) },
        e: { kind: "text", value: "é" },
        g: { kind: "ints", value: [1, -1] },
        h: { kind: "texts", value: ["a", "b"] },
        body: { kind: "graph", value: { name: "inner", nodes: [{ opType: "Identity" }] } },
      },
    });
  });

  test("numbers beside the file are asked for by name", () => {
    expect(onnx.beside!(fixture("onnx-external"))).toEqual(["m.data"]);
    expect(onnx.beside!(fixture("onnx-kinds"))).toEqual([]);
  });

  test.each(["onnx-torch-bilstm", "onnx-kinds"])("%s comes back as it went", (folder) => {
    const container = onnx.read(fixture(folder));
    const [file] = onnx.write(container, "again.onnx");
    const back = onnx.read(file!);
    expect(plainTensors(back)).toEqual(plainTensors(container));
    const plain = (model: OnnxModel) =>
      JSON.parse(JSON.stringify(model, (_, value) => (typeof value === "bigint" ? `${value}` : value)));
    expect(plain(modelOf(back))).toEqual(plain(modelOf(container)));
  });

  test("a model needs a graph to be written", () => {
    expect(() => onnx.write({ tensors: [tensorOf("W", [1], Float32Array.of(1))] }, "m.onnx")).toThrow(
      /needs the attribute graph/u,
    );
  });

  test("numbers one by one are the same as packed ones", () => {
    const packed = fileOf({ initializers: [{ name: "W", dims: packVarints([2]), type: 7, int64s: packVarints([5, -7]) }] });
    const tensor = [0x08, 2, 0x10, 7, 0x38, 5, 0x38, 0xf9, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0x42, 1, 0x57];
    const graph = [0x2a, tensor.length, ...tensor];
    const single = { name: "m.onnx", bytes: Uint8Array.from([0x08, 8, 0x3a, graph.length, ...graph]) };
    expect(plainTensors(onnx.read(single))).toEqual(plainTensors(onnx.read(packed)));
    expect(plainTensors(onnx.read(single)).W!.data).toEqual([5, -7]);
  });
});

describe("models that lie are refused by name and place", () => {
  test("a tensor of 2^80 numbers, before anything is allocated", () => {
    expect(refusal(() => onnx.read(fixture("bad-onnx-huge-dims")))).toBe(
      "model.onnx: tensor R has 108 numbers; its shape [1, 1099511627776, 1099511627776] means 1.2089258196146292e+24.",
    );
  });

  test.each<[Message, string]>([
    [{ raw: new Uint8Array(4) }, "tensor W has 4 bytes; its shape [2] means 8"],
    [{ floats: new Uint8Array(12) }, "tensor W has 3 numbers; its shape [2] means 2"],
    [{}, "tensor W has 0 numbers; its shape [2] means 2"],
    [{ type: 7, int64s: packVarints([1]) }, "tensor W has 1 numbers"],
    [{ dims: packVarints([-1]) }, "tensor W has the length -1"],
    [{ type: 14 }, "tensor W has elements of the type complex64, which is not read"],
    [{ type: 99 }, "tensor W has elements of the type 99"],
    [{ segment: new Uint8Array(0), raw: new Uint8Array(8) }, "tensor W is cut into segments"],
    [{ location: 1 }, "tensor W lies outside of the file, nobody says where"],
    [{ location: 1, external: [{ key: "location", value: "../w.bin" }] }, `the name "../w.bin" leaves the folder`],
    [
      { location: 1, external: [{ key: "location", value: "w.bin" }] },
      "tensor W has its numbers in w.bin, which is not beside it",
    ],
    [
      {
        location: 1,
        external: [
          { key: "location", value: "w" },
          { key: "offset", value: "-1" },
        ],
      },
      `tensor W has the offset "-1" outside of the file`,
    ],
  ])("%j", (tensor, message) => expect(refused(tensor)).toContain(message));

  test("numbers beside the file that are too few", () => {
    const source = fixture("onnx-external");
    const short = { ...source, sibling: () => new Uint8Array(50) };
    expect(refusal(() => onnx.read(short))).toBe("m.onnx: tensor ids has bytes 48 to 88 in m.data, which has 50.");
  });

  test("two tensors of one name, a field twice, no graph, no protocol buffer", () => {
    const tensor = { name: "W", dims: packVarints([1]), type: 1, raw: new Uint8Array(4) };
    expect(refusal(() => onnx.read(fileOf({ initializers: [tensor, tensor] })))).toBe("m.onnx: it has two tensors W.");
    const graph = encodeMessage(graphProto, { name: "g" });
    const twice = Uint8Array.from([0x3a, graph.length, ...graph, 0x3a, graph.length, ...graph]);
    expect(refusal(() => onnx.read({ name: "m.onnx", bytes: twice }))).toContain("the model has ModelProto.graph twice");
    expect(refusal(() => onnx.read({ name: "m.onnx", bytes: Uint8Array.of(8, 8) }))).toContain("it has no graph");
    expect(refusal(() => onnx.read({ name: "m.onnx", bytes: Uint8Array.of(7, 8) }))).toContain(
      "has the wire type 7, which is none",
    );
  });

  test("graphs within graphs without an end", () => {
    let graph: Message = { name: "innermost" };
    for (let i = 0; i < 30; i++) graph = { nodes: [{ opType: "If", attributes: [{ name: "then", type: 5, g: graph }] }] };
    expect(refusal(() => onnx.read(fileOf(graph)))).toContain("has more than 40 messages in one another");
  });

  test("messages without number", () => {
    const graph = Uint8Array.from({ length: 1_200_000 }, (_, i) => (i % 2 === 0 ? 0x0a : 0));
    const length = packVarints([graph.length]);
    const bytes = new Uint8Array(1 + length.length + graph.length);
    bytes.set([0x3a, ...length]);
    bytes.set(graph, 1 + length.length);
    expect(refusal(() => onnx.read({ name: "m.onnx", bytes }))).toContain("has more than 500000 messages");
  });

  test("wherever it is cut off", () => expectTruncationRefused(onnx, fixture("onnx-torch-bilstm"), 200, 71));

  test("and whatever is damaged, it is refused or read within its size", () => {
    fuzz(onnx, fixture("onnx-kinds"), 2500, 72);
    fuzz(onnx, fixture("onnx-torch-bilstm"), 1000, 73);
    fuzz(onnx, fixture("onnx-external"), 1000, 74);
  });
});
