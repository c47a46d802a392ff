import { describe, expect, test } from "vitest";
import type { ModelSource, WrittenFile } from "../../../engine/containers/tensors/container.ts";
import { tensorOf } from "../../../engine/containers/tensors/tensor.ts";
import { tfjs, writeTfjs } from "../../../engine/containers/tfjs/tfjs.ts";
import { drawing, expectTensors, expectTruncationRefused, fixture, fuzz, plainTensors, readAll, refusal } from "./support.ts";

/** The files as one model. */
const sourceOf = ([main, ...others]: readonly WrittenFile[]): ModelSource => ({
  ...main!,
  sibling: (name) => others.find((file) => file.name === name)?.bytes,
});

const modelOf = (manifest: unknown, shard: readonly number[] = []): ModelSource =>
  sourceOf([
    { name: "model.json", bytes: new TextEncoder().encode(JSON.stringify({ modelTopology: {}, weightsManifest: manifest })) },
    { name: "s.bin", bytes: Uint8Array.from(shard) },
  ]);

const group = (weights: unknown, paths: unknown = ["s.bin"]) => [{ paths, weights }];
const weight = (change: object = {}) => ({ name: "w", shape: [1], dtype: "float32", ...change });
const refused = (manifest: unknown, shard?: readonly number[]) => refusal(() => readAll(tfjs, modelOf(manifest, shard)));

describe("TensorFlow.js models", () => {
  test.each(["tfjs-lstm-two-shards", "tfjs-quantized"])("%s is read to the last bit", (folder) => {
    const source = fixture(folder, "model.json");
    expect(tfjs.detect(source)).toBe(true);
    expectTensors(tfjs.read(source), folder);
  });

  test("the layers are an attribute, the files beside it are told", () => {
    const source = fixture("tfjs-lstm-two-shards", "model.json");
    expect(tfjs.read(source).attributes).toMatchObject({ format: "layers-model", modelTopology: { model_config: {} } });
    expect(tfjs.beside!(source)).toEqual(["group1-shard1of2.bin", "group1-shard2of2.bin"]);
  });

  test("the shards may be cut anywhere", () => {
    const container = tfjs.read(fixture("tfjs-lstm-two-shards", "model.json"));
    const draw = drawing(61);
    for (let i = 0; i < 20; i++)
      expect(plainTensors(tfjs.read(sourceOf(writeTfjs(container, "model.json", draw(1, 2000)))))).toEqual(
        plainTensors(container),
      );
  });

  test("come back as they went", () => {
    const tensors = [
      tensorOf("a/kernel", [2, 2], Float32Array.of(1, 2, 3, Number.NaN)),
      tensorOf("ids", [3], Int32Array.of(-1, 2, 3)),
      tensorOf("flags", [2], Uint8Array.of(1, 0), "bool"),
      tensorOf("single", [], Float32Array.of(7)),
    ];
    const back = tfjs.read(sourceOf(tfjs.write({ tensors, attributes: { modelTopology: { a: 1 } } }, "model.json")));
    expect(plainTensors(back)).toEqual(plainTensors({ format: "", tensors, attributes: {}, warnings: [] }));
    expect(back.attributes).toEqual({ format: "layers-model", modelTopology: { a: 1 } });
    expect(() => tfjs.write({ tensors: [tensorOf("d", [1], Float64Array.of(1))] }, "model.json")).toThrow(/has no float64/u);
  });

  test("halves are unpacked", () => {
    const tensors = [tensorOf("half", [2], Float32Array.of(1.5, -2), "float16")];
    const back = plainTensors(tfjs.read(sourceOf(tfjs.write({ tensors }, "model.json"))));
    expect(back).toEqual({ half: { dtype: "float32", shape: [2], data: [1.5, -2] } });
  });
});

describe("models that lie are refused by name and place", () => {
  test.each([
    [7, "it has no weightsManifest that is a list"],
    [[7], "a group of its weightsManifest lacks paths or weights"],
    [group([weight()], [7]), "lacks paths or weights"],
    [group([weight()], ["../s.bin"]), `the name "../s.bin" leaves the folder`],
    [group([weight()], ["https://a.example/s.bin"]), "leaves the folder"],
    [group([weight()], ["t.bin"]), "its shard t.bin is not beside it"],
    [group([weight()], ["s.bin", "s.bin"]), "twice the shard s.bin"],
    [group([weight(), weight()]), "two weights w"],
    [group([weight({ name: 3 })]), "a weight of its weightsManifest has no name"],
    [group([weight({ shape: [-1] })]), "weight w has the length -1"],
    [group([weight({ shape: [2 ** 53 - 1, 2 ** 53 - 1] })]), "weight w ends at byte 3.2"],
    [group([weight({ dtype: "string" })]), `weight w is of the type "string", which is not read`],
    [group([weight({ dtype: "complex64" })]), `weight w is of the type "complex64"`],
    [group([weight({ quantization: { dtype: "uint4", scale: 1, min: 0 } })]), `weight w has the quantization {"dtype":"uint4"`],
    [group([weight({ quantization: { dtype: "uint8", scale: "1", min: 0 } })]), "weight w has the quantization"],
    [group([weight({ shape: [2] })]), "weight w ends at byte 8 of s.bin, which have 4 bytes"],
    [group([]), "s.bin have 4 bytes, and the weights are 0: they are another model's"],
  ])("%j", (manifest, message) => expect(refused(manifest, [1, 2, 3, 4])).toContain(message));

  test("a key twice", () => {
    const bytes = new TextEncoder().encode(`{"weightsManifest": [], "a": {"b": 1, "b": 2}}`);
    expect(refusal(() => tfjs.read({ name: "model.json", bytes }))).toContain(`the file has the key "b" twice`);
  });

  test("damaged files", () => {
    const source = fixture("tfjs-lstm-two-shards", "model.json");
    expectTruncationRefused(tfjs, source, 100, 62);
    fuzz(tfjs, source, 1500, 63);
  });
});
