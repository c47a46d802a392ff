import { describe, expect, test } from "vitest";
import type { StoredTensor } from "../../../engine/containers/tensors/tensor.ts";
import { tensorOf } from "../../../engine/containers/tensors/tensor.ts";
import { torch } from "../../../engine/containers/torch/torch.ts";
import type { ImportedModel } from "../../../engine/frameworks/importedModel.ts";
import { importContainer } from "../../../engine/frameworks/importModel.ts";
import { CaseError } from "../../../engine/parity/json.ts";
import { filesBeside, withModelFile } from "../../../engine/parity/modelFile.ts";
import { refusal } from "../containers/support.ts";

/** A tensor of this shape whose numbers are 0, 1, 2 … */
function counted(name: string, ...shape: number[]): StoredTensor {
  const count = shape.reduce((product, length) => product * length, 1);
  return tensorOf(
    name,
    shape,
    Float32Array.from({ length: count }, (_, i) => i),
  );
}

const container = (format: string, tensors: readonly StoredTensor[], attributes: object = {}) => ({
  format,
  tensors,
  attributes: attributes as Record<string, unknown>,
  warnings: [],
});

const imported = (format: string, tensors: readonly StoredTensor[], attributes?: object): ImportedModel =>
  importContainer("m", container(format, tensors, attributes));

const refused = (format: string, tensors: readonly StoredTensor[], attributes?: object) =>
  refusal(() => imported(format, tensors, attributes));

const lstm = (name: string, D: number, H: number, layer = "_l0") => [
  counted(`${name}.weight_ih${layer}`, 4 * H, D),
  counted(`${name}.weight_hh${layer}`, 4 * H, H),
  counted(`${name}.bias_ih${layer}`, 4 * H),
  counted(`${name}.bias_hh${layer}`, 4 * H),
];

const linear = (name: string, from: number, to: number) => [counted(`${name}.weight`, to, from), counted(`${name}.bias`, to)];

describe("state dicts of PyTorch", () => {
  test("each weight tells where it is from", () => {
    const { weights, model } = imported("torch", [counted("emb.weight", 7, 3), ...lstm("rnn", 3, 2), ...linear("out", 2, 7)]);
    expect(model).toEqual({
      inputSize: 7,
      embedding: { size: 3 },
      network: { lstm: { hiddenSize: 2, layout: "pytorch" } },
      readout: "all",
      dense: { units: 7, bias: true },
    });
    expect([...weights].map(([path, { from, shape }]) => [path, from.join(), shape])).toEqual([
      ["embedding/kernel", "emb.weight", [7, 3]],
      ["weight_ih", "rnn.weight_ih_l0", [8, 3]],
      ["weight_hh", "rnn.weight_hh_l0", [8, 2]],
      ["bias_ih", "rnn.bias_ih_l0", [8]],
      ["bias_hh", "rnn.bias_hh_l0", [8]],
      ["dense/kernel", "out.weight", [2, 7]],
      ["dense/bias", "out.bias", [7]],
    ]);
    expect([...weights.get("dense/kernel")!.read().slice(0, 3)]).toEqual([0, 2, 4]);
  });

  test.each<[string, readonly StoredTensor[], string]>([
    ["no recurrent layer", linear("out", 2, 7), "there is no recurrent layer in it"],
    [
      "a layer that is not known",
      [...lstm("rnn", 3, 2), counted("norm.weight", 2), counted("norm.bias", 2)],
      "tensor norm.weight [2] belongs to no layer that is known here",
    ],
    [
      "sizes that do not follow",
      [...lstm("a", 3, 2), ...linear("out", 5, 7)],
      "do not follow one another by their sizes: a (3 to 2), out (5 to 7)",
    ],
    [
      "layers that do not follow",
      [...lstm("rnn", 3, 2), ...lstm("rnn", 4, 2, "_l1")],
      "layer 1 of rnn reads 4 features, and the one below makes 2",
    ],
    [
      "a bias that does not fit",
      [...lstm("rnn", 3, 2).slice(0, 3), counted("rnn.bias_hh_l0", 6)],
      "tensor rnn.bias_hh_l0 [6] should be [8]",
    ],
    ["a missing matrix", lstm("rnn", 3, 2).slice(1), "rnn lacks weight_ih_l0 or weight_hh_l0"],
    [
      "gates of no cell",
      [counted("r.weight_ih_l0", 10, 3), counted("r.weight_hh_l0", 10, 2)],
      "tensor r.weight_hh_l0 [10, 2] is of no LSTM, GRU or RNN",
    ],
    ["a layer too many", [...lstm("rnn", 3, 2), ...lstm("rnn", 2, 2, "_l2")], "does not fit the layers of rnn"],
    ["two models", [...lstm("model/rnn", 3, 2), ...lstm("ema/rnn", 3, 2)], "it has several models: model, ema"],
  ])("%s", (_, tensors, message) => expect(refused("torch", tensors)).toContain(message));

  test("what is not in the file is said", () => {
    const rnn = ["weight_ih", "weight_hh"].map((name) => counted(`rnn.${name}_l0`, 2, 2));
    expect(imported("torch", [...rnn, ...linear("a", 2, 2), ...linear("b", 2, 2)]).warnings).toEqual([
      "Whether rnn is of tanh or relu is not in the file: taken is tanh.",
      "The order of the layers is not in the file; taken is rnn, a, b.",
    ]);
  });
});

const layer = (class_name: string, config: object) => ({ class_name, config });
const sequential = (...layers: object[]) => layer("Sequential", { layers });
const gru = layer("GRU", { name: "g", units: 2, return_sequences: true });
const gruWeights = [
  counted("layers/gru/cell/vars/0", 3, 6),
  counted("layers/gru/cell/vars/1", 2, 6),
  counted("layers/gru/cell/vars/2", 2, 6),
];

describe("Keras' configurations", () => {
  test.each<[string, object, readonly StoredTensor[], string]>([
    ["a layer that is not known", sequential(gru, layer("Conv1D", { name: "c" })), gruWeights, "layer c is of the kind Conv1D"],
    [
      "an activation that is not known",
      sequential(layer("GRU", { name: "g", units: 2, activation: "mish" })),
      gruWeights,
      `layer g has the activation "mish"`,
    ],
    [
      "other units",
      sequential(layer("GRU", { name: "g", units: 3 })),
      gruWeights,
      "layer g has 3 units in the configuration, and its weights are of 2",
    ],
    ["weights that are missing", sequential(gru), [], "layer g has 0 weights"],
    [
      "a bias that does not fit",
      sequential(gru),
      [...gruWeights.slice(0, 2), counted("layers/gru/cell/vars/2", 5)],
      "tensor layers/gru/cell/vars/2 [5] does not fit",
    ],
    ["no list of layers", layer("Custom", {}), [], "its model Custom has no list of layers"],
    [
      "a graph with branches",
      layer("Functional", {
        layers: [
          { class_name: "InputLayer", config: { name: "x" }, inbound_nodes: [] },
          { ...gru, inbound_nodes: [[["x", 0, 0, {}]]] },
          { class_name: "Dense", config: { name: "d" }, inbound_nodes: [[["x", 0, 0, {}]]] },
        ],
      }),
      gruWeights,
      "layer x is not read by one layer alone",
    ],
    [
      "a final state that another layer reads",
      sequential(layer("GRU", { name: "g", units: 2 }), layer("GRU", { name: "h", units: 2, return_sequences: true })),
      [...gruWeights, ...gruWeights.map((tensor) => ({ ...tensor, name: tensor.name.replace("gru", "gru_1") }))],
      "layer g hands on its final state alone",
    ],
  ])("%s", (_, config, tensors, message) => {
    expect(refused("keras", tensors, { config, metadata: { keras_version: "3.1" }, weights: {} })).toContain(message);
  });

  test("lists that HDF5 keeps in pieces are one list", () => {
    const tensors = [counted("g/g/k:0", 3, 6), counted("g/g/r:0", 2, 6), counted("d/d/k:0", 2, 4), counted("d/d/b:0", 4)];
    const attributes = {
      "": { layer_names0: ["g"], layer_names1: ["d"] },
      g: { weight_names0: ["g/k:0"], weight_names1: ["g/r:0"] },
      d: { weight_names: ["d/k:0", "d/b:0"] },
    };
    expect(imported("hdf5", tensors, attributes).model).toMatchObject({
      network: { gru: { hiddenSize: 2, bias: false } },
      dense: { units: 4 },
    });
  });
});

describe("ONNX graphs", () => {
  const value = (name: string, ...shape: (number | string)[]) => ({ name, dtype: "float32", shape });
  const node = (opType: string, inputs: string[], outputs: string[], attributes: object = {}) => ({
    name: "",
    domain: "",
    opType,
    inputs,
    outputs,
    attributes,
  });
  const weights = [counted("W", 1, 8, 3), counted("R", 1, 8, 2)];
  const graph = (nodes: object[], initializers = weights) => ({
    graph: { name: "g", nodes, initializers, inputs: [value("x", 5, 2, 3)], outputs: [value("y")] },
  });

  test.each<[string, object[], string]>([
    ["a node that is not known", [node("Conv", ["x"], ["y"])], "a node Conv is not among what is read between recurrent layers"],
    [
      "axes that are turned another way",
      [node("Transpose", ["x"], ["t"], { perm: { kind: "ints", value: [2, 0, 1] } }), node("LSTM", ["t", "W", "R"], ["y"])],
      "a node LSTM handles the axes features, axis 0, axis 1",
    ],
    ["weights from outside", [node("LSTM", ["x", "V", "R"], ["y"])], "W of y is not in the file"],
    ["a circle", [node("Identity", ["z"], ["y"]), node("Identity", ["y"], ["z"])], "its graph leads in a circle"],
    ["the state c", [node("LSTM", ["x", "W", "R"], ["", "", "y"])], "hands on the state c, which is not read"],
    [
      "two directions squeezed to one",
      [
        node("LSTM", ["x", "W", "R"], ["a"], { direction: { kind: "text", value: "bidirectional" } }),
        node("Squeeze", ["a"], ["y"], { axes: { kind: "ints", value: [1] } }),
      ],
      "should be [2, 8, 3]",
    ],
    [
      "an activation that is not known",
      [node("LSTM", ["x", "W", "R"], ["y"], { activations: { kind: "texts", value: ["Elu", "Tanh", "Tanh"] } })],
      "layer y has the activation Elu",
    ],
  ])("%s", (_, nodes, message) => expect(refused("onnx", weights, graph(nodes))).toContain(message));
});

describe("tensors by other names", () => {
  test("are told", () => {
    expect(refused("npz", [counted("a", 2, 2), counted("b", 2)])).toBe(
      "m: there is no recurrent layer in it by names that are known: it has a, b.",
    );
  });

  test("that do not belong to a network of NumPy are told", () => {
    const names = { Wxh: [2, 3], Whh: [2, 2], Why: [3, 2], bh: [2, 1], by: [3, 1], more: [1] };
    const tensors = Object.entries(names).map(([name, shape]) => counted(name, ...shape));
    expect(refused("npz", tensors)).toContain("tensor more [1] belongs to no layer");
  });
});

describe("a case with a model's file", () => {
  const [file] = torch.write({ tensors: [...lstm("rnn", 3, 2), counted("head", 4, 2)].slice(0, 4) }, "m.pt");
  const files = new Map([["folder/m.pt", file!.bytes]]);
  const caseOf = (model: object) => JSON.stringify({ format: "lstm-parity/1", model, steps: [{}], expect: {} });

  test("has network and weights written out; what the case says goes before", () => {
    const whole = JSON.parse(withModelFile(caseOf({ file: "folder/m.pt", readout: "last" }), files));
    expect(whole.model).toEqual({ inputSize: 3, network: { lstm: { hiddenSize: 2, layout: "pytorch" } }, readout: "last" });
    expect(Object.keys(whole.weights)).toEqual(["weight_ih", "weight_hh", "bias_ih", "bias_hh"]);
    const swapped = JSON.parse(withModelFile(caseOf({ file: "folder/m.pt", tensors: { bias_hh: "rnn.weight_hh_l0" } }), files));
    expect(swapped.weights.bias_hh.shape).toEqual([8, 2]);
  });

  test("without a file stays as it is, also where it is no JSON", () => {
    for (const text of [caseOf({ inputSize: 3 }), "{", "7", "null"]) expect(withModelFile(text, new Map())).toBe(text);
  });

  test.each([
    [{ file: "m.pt" }, `model.file: there is no file "m.pt" beside the case.`],
    [{ file: "folder/m.pt", layers: 2 }, `model: "layers" is not known here`],
    [{ file: "folder/m.pt", tensors: { bias_hh: "b" } }, `model.tensors.bias_hh: there is no tensor "b" in the file.`],
  ])("%j is refused", (model, message) => {
    expect(() => withModelFile(caseOf(model), files)).toThrow(CaseError);
    expect(() => withModelFile(caseOf(model), files)).toThrow(message);
  });

  test("asks for nothing outside the case's folder", async () => {
    const asked: string[] = [];
    const shards = JSON.stringify({ weightsManifest: [{ paths: ["../../etc/passwd", "s.bin"], weights: [] }] });
    const read = async (name: string) => {
      asked.push(name);
      return new TextEncoder().encode(name.endsWith(".json") ? shards : "");
    };
    for (const name of ["../m.pt", "/etc/passwd", "C:\\m.pt"]) await filesBeside(caseOf({ file: name }), read);
    await filesBeside(caseOf({ file: "a/model.json" }), read);
    await filesBeside("no case", read);
    expect(asked).toEqual(["a/model.json", "a/s.bin"]);
  });
});
