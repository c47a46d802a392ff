import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { crc32 } from "../../../engine/formats/crc32.ts";
import { readModelFile, type SavedModel, writeModelFile } from "../../../engine/formats/modelFile.ts";
import type { FloatArray } from "../../../engine/memory/arena.ts";
import { type Plain, recipeOf } from "../../../engine/recipe/plain.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { encodeUtf8 } from "../../../engine/text/utf8.ts";
import { Vocabulary } from "../../../engine/text/vocabulary.ts";

const plain: Plain = {
  tokenizer: "character",
  batching: "streams",
  sequenceLength: 4,
  batchSize: 2,
  cell: "lstm",
  hiddenSize: 3,
  layers: 1,
  forgetBias: 1,
  kernelInitializer: "glorotUniform",
  recurrentInitializer: "orthogonal",
  initializerScale: 0.1,
  optimizer: "adam",
  learningRate: 0.002,
  clipNorm: 5,
  steps: 100,
  seed: 7,
  sampleEvery: 0,
  sampleLength: 20,
  temperature: 0.8,
};

const recipe = recipeOf(createRegistry(), plain);

const parameters = [
  { path: "0/kernel", rows: 3, columns: 12, offset: 0 },
  { path: "0/bias", rows: 1, columns: 13, offset: 36 },
];

const float32 = (values: readonly number[]): FloatArray => Float32Array.from(values);
const float64 = (values: readonly number[]): FloatArray => Float64Array.from(values);

function model(change: Partial<SavedModel> = {}, floats = float32): SavedModel {
  const some = (count: number, seed: number) => floats(Array.from({ length: count }, (_, i) => Math.sin(i * 1.7 + seed)));
  return {
    recipe,
    series: null,
    vocabulary: new Vocabulary(["\n", "é", "😀"], null),
    parameters,
    trainer: {
      step: 12,
      smoothedLoss: 1.0986122886681098,
      blindLoss: 1.0986122886681098,
      optimizerSince: 5,
      values: some(49, 1),
      slots: [some(49, 2), some(49, 3)],
      state: some(12, 4),
      batcher: { chunk: 3 },
      since: 0,
      watched: { sum: 0, count: 0, watchers: [] },
      best: null,
    },
    text: { hash: "0123456789abcdef", tokens: 99 },
    ...change,
  };
}

function refusal(file: ArrayBuffer): EngineError {
  try {
    readModelFile(file);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error("the file was accepted");
}

/** The file with its header as a change says, and a checksum that fits. */
function withHeader(change: (header: { [key: string]: unknown }) => void): ArrayBuffer {
  const file = writeModelFile(model());
  const headerBytes = new DataView(file).getUint32(16, true);
  const header = JSON.parse(Buffer.from(file, 24, headerBytes).toString());
  change(header);
  const json = encodeUtf8(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8;
  const rest = new Uint8Array(file, 24 + headerBytes);
  const bytes = new Uint8Array(24 + padded + rest.length);
  bytes.set(new Uint8Array(file, 0, 24));
  bytes.fill(0x20, 24, 24 + padded);
  bytes.set(json, 24);
  bytes.set(rest, 24 + padded);
  const words = new DataView(bytes.buffer);
  words.setUint32(16, padded, true);
  words.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes.buffer;
}

describe("a model file", () => {
  it("gives back what was saved, bit for bit, in both precisions", () => {
    for (const floats of [float32, float64]) {
      const saved = model({}, floats);
      expect(readModelFile(writeModelFile(saved))).toEqual(saved);
    }
  });

  it("keeps a bounded vocabulary's unknown token and a model without optimizer slots", () => {
    const saved = model({ vocabulary: new Vocabulary(["a", "<unk>"], 1), trainer: { ...model().trainer, slots: [] } });
    expect(readModelFile(writeModelFile(saved))).toEqual(saved);
  });

  it("is the same file for the same model", () => {
    expect(new Uint8Array(writeModelFile(model()))).toEqual(new Uint8Array(writeModelFile(model())));
  });

  it("begins with its magic and version", () => {
    const file = writeModelFile(model());
    expect(Buffer.from(file, 0, 8).toString()).toBe("GATELSTM");
    expect(new DataView(file).getUint32(8, true)).toBe(2);
    expect(file.byteLength % 8).toBe(0);
  });
});

describe("a damaged model file", () => {
  const file = writeModelFile(model());

  it("is refused whichever byte is wrong", () => {
    fc.assert(
      fc.property(fc.nat(file.byteLength - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = new Uint8Array(file.slice(0));
        bytes[at] = bytes[at]! ^ change;
        expect(refusal(bytes.buffer).code).toBe("badModelFile");
      }),
      { numRuns: 500, examples: Array.from({ length: 32 }, (_, at) => [at, 1]) },
    );
  });

  it("is refused wherever it was cut off, and when something was added", () => {
    for (let length = 0; length < file.byteLength; length += 5) expect(refusal(file.slice(0, length)).code).toBe("badModelFile");
    const longer = new Uint8Array(file.byteLength + 8);
    longer.set(new Uint8Array(file));
    expect(refusal(longer.buffer).message).toContain("checksum");
  });

  it("says what is wrong", () => {
    expect(refusal(encodeUtf8("Long ago, the mice had a general council.").buffer).message).toContain("does not begin as one");
    const newer = file.slice(0);
    new DataView(newer).setUint32(8, 3, true);
    expect(refusal(newer).message).toContain("it is of version 3, and this Gatescope reads versions 1 to 2");
    expect(refusal(file.slice(0, 20)).message).toContain("cut off after 20 bytes");
  });
});

describe("a model file with a wrong header", () => {
  const message = (change: (header: { [key: string]: unknown }) => void) => refusal(withHeader(change)).message;

  it("is accepted as long as nothing is changed", () => {
    expect(readModelFile(withHeader(() => {}))).toEqual(model());
  });

  it("is refused, naming the field", () => {
    expect(
      message((header) => {
        header.slots = 9;
      }),
    ).toContain("at slots");
    expect(
      message((header) => {
        header.recipe = { ...recipe, training: { ...recipe.training, optimizer: "newton" } };
      }),
    ).toContain("training.optimizer is no optimizer");
    expect(
      message((header) => {
        delete header.trainer;
      }),
    ).toContain("at trainer");
    expect(
      message((header) => {
        header.more = 1;
      }),
    ).toContain("at more");
  });

  it("is refused when the parts do not fit together", () => {
    expect(
      message((header) => {
        header.recipe = { ...recipe, training: { ...recipe.training, steps: 0 } };
      }),
    ).toContain("training.steps is 0, must be a whole number from 1");
    expect(
      message((header) => {
        header.floats = { values: 50, state: 12 };
      }),
    ).toContain("do not fill its values");
    expect(
      message((header) => {
        header.floats = { values: 49, state: 99 };
      }),
    ).toContain("where its header speaks of");
    expect(
      message((header) => {
        header.vocabulary = { tokens: ["a", "a"], unknown: null };
      }),
    ).toContain("a token twice");
    expect(
      message((header) => {
        header.vocabulary = { tokens: ["a"], unknown: 4 };
      }),
    ).toContain("unknown token");
    expect(
      message((header) => {
        header.parameters = [{ ...parameters[0], offset: 1 }];
      }),
    ).toContain("0/kernel is out of place");
  });
});
