import { describe, expect, test } from "vitest";
import { safetensors } from "../../../engine/containers/safetensors/safetensors.ts";
import type { ModelSource } from "../../../engine/containers/tensors/container.ts";
import { tensorOf } from "../../../engine/containers/tensors/tensor.ts";
import { expectTensors, expectTruncationRefused, fixture, fuzz, plainTensors, readAll, refusal } from "./support.ts";

/** A file with this header and so many bytes of tensors. */
function fileWith(header: string, dataBytes: number, claimed = BigInt(Buffer.byteLength(header))): ModelSource {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed);
  return { name: "m.safetensors", bytes: Uint8Array.from(Buffer.concat([length, Buffer.from(header), Buffer.alloc(dataBytes)])) };
}

const refused = (header: string, dataBytes = 0) => refusal(() => readAll(safetensors, fileWith(header, dataBytes)));

describe("safetensors that frameworks wrote", () => {
  test.each(["st-char-lstm", "st-bilstm-prefixed", "st-gru-f16", "st-kinds"])("%s is read to the last bit", (folder) => {
    const source = fixture(folder);
    expect(safetensors.detect(source)).toBe(true);
    expectTensors(safetensors.read(source), folder);
  });

  test("metadata are texts", () => {
    const { metadata } = safetensors.read(fixture("st-bilstm-prefixed")).attributes as { metadata: Record<string, string> };
    expect(Object.values(metadata).every((value) => typeof value === "string")).toBe(true);
    expect(Object.keys(metadata).length).toBeGreaterThan(0);
    expect(safetensors.read(fixture("st-gru-f16")).attributes).toEqual({ metadata: {} });
  });

  test("numbers are views of the file where they are aligned", () => {
    const source = fixture("st-char-lstm");
    expect(safetensors.read(source).tensors[0]!.read().buffer).toBe(source.bytes.buffer);
  });
});

describe("safetensors that lie are refused by name and place", () => {
  test("a header of 2^53 bytes", () => {
    expect(refusal(() => safetensors.read(fixture("bad-st-header-2-53")))).toBe(
      "model.safetensors: the header's length at byte 0 is 9007199254740992, more than any file has.",
    );
  });

  test("tensors that share bytes", () => {
    expect(refusal(() => safetensors.read(fixture("bad-st-overlap")))).toBe(
      "model.safetensors: tensor lstm.weight_hh_l0 (bytes 32 to 96) overlaps tensor lstm.weight_ih_l0, which ends at 64.",
    );
  });

  const f32 = (begin: number, end: number, shape = `[${(end - begin) / 4}]`) =>
    `{"dtype":"F32","shape":${shape},"data_offsets":[${begin},${end}]}`;

  test.each([
    [`{"a":${f32(0, 8)},"a":${f32(8, 16)}}`, 16, `the header has the key "a" twice`],
    [`{"a":${f32(0, 8)},"\\u0061":${f32(8, 16)}}`, 16, `the header has the key "a" twice`],
    [`{"a":{"dtype":"F32","dtype":"F64","shape":[1],"data_offsets":[0,4]}}`, 4, `the header has the key "dtype" twice`],
    [`{"a":${f32(0, 8)},"b":${f32(16, 24)}}`, 24, "bytes 8 to 16, before tensor b, belong to no tensor"],
    [`{"a":${f32(4, 8)}}`, 8, "bytes 0 to 4, before tensor a, belong to no tensor"],
    [`{"a":${f32(0, 8)}}`, 12, "bytes 8 to 12, at the end, belong to no tensor"],
    [`{"a":${f32(0, 8)}}`, 4, "tensor a ends at byte 8 of the tensors' bytes, of which the file has 4"],
    [`{"a":${f32(0, 8, "[3]")}}`, 8, "tensor a has 8 bytes (0 to 8); its shape [3] of F32 means 12"],
    [`{"a":${f32(0, 8, "[9007199254740991,9007199254740991]")}}`, 8, "means 3.245"],
    [`{"a":${f32(0, 8, "[-2]")}}`, 8, "tensor a has the length -2 in its shape [-2]"],
    [`{"a":${f32(0, 8, "[2.5]")}}`, 8, "tensor a has the length 2.5 in its shape [2.5]"],
    [`{"a":${f32(0, 8, '"2"')}}`, 8, "tensor a has no shape"],
    [`{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}`, 1, `tensor a is of the type "F8_E4M3", which is not read`],
    [`{"a":{"dtype":"toString","shape":[1],"data_offsets":[0,1]}}`, 1, `tensor a is of the type "toString", which is not read`],
    [`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}`, 4, "tensor a has the offsets [4,0]"],
    [`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,1e300]}}`, 4, "tensor a has the offsets [0,1e+300]"],
    [`{"a":7}`, 0, "tensor a is not an object in the header"],
    [`{"__metadata__":{"epoch":3}}`, 0, "the metadata epoch is not a text"],
    ["[1]", 0, "the header is not a JSON object"],
    [`{"a":`, 0, "the header is not JSON"],
  ])("%s", (header, dataBytes, message) => {
    expect(refused(header, dataBytes)).toContain(`m.safetensors: ${message}`.slice(message.startsWith("means") ? 15 : 0));
  });

  test("a header that is longer than the file", () => {
    expect(refusal(() => safetensors.read(fileWith("{}", 0, 100n)))).toContain("the header claims 100 bytes, and only 2 follow");
  });

  test("wherever the file is cut off", () => expectTruncationRefused(safetensors, fixture("st-gru-f16"), 200, 11));

  test("and whatever is damaged, it is refused or read within its size", () => {
    fuzz(safetensors, fixture("st-bilstm-prefixed"), 1500, 12);
    fuzz(safetensors, fixture("st-kinds"), 1500, 13);
  });
});

describe("safetensors of ours", () => {
  const tensors = [
    tensorOf("half", [3], Float32Array.of(1, -0.5, 65504), "float16"),
    tensorOf("bytes", [3], Uint8Array.of(1, 2, 3)),
    tensorOf("kernel", [2, 3], Float32Array.of(1, 2, 3, 4, 5, Number.NaN)),
    tensorOf("exact", [], Float64Array.of(Math.PI)),
    tensorOf("ids", [2], BigInt64Array.of(-(2n ** 60n), 7n)),
    tensorOf("nothing", [0, 4], new Float32Array(0)),
  ];

  test("come back as they went", () => {
    const [{ bytes }] = safetensors.write({ tensors, attributes: { metadata: { epoch: 3, who: "é" } } }, "m.safetensors");
    const back = safetensors.read({ name: "m.safetensors", bytes });
    expect(back.attributes).toEqual({ metadata: { epoch: "3", who: "é" } });
    expect(plainTensors(back)).toEqual(plainTensors({ format: "", tensors, attributes: {}, warnings: [] }));
  });

  test("have aligned numbers", () => {
    const [{ bytes }] = safetensors.write({ tensors }, "m.safetensors");
    for (const tensor of safetensors.read({ name: "m", bytes }).tensors.filter(({ dtype }) => dtype !== "float16"))
      expect(tensor.read().buffer).toBe(bytes.buffer);
  });

  test("a tensor named as the metadata is refused", () => {
    expect(() => safetensors.write({ tensors: [tensorOf("__metadata__", [1], Float32Array.of(1))] }, "m")).toThrow(RangeError);
  });
});
