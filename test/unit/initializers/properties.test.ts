import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Initializers, initializeWith } from "../../../engine/initializers/initialize.ts";
import {
  constant,
  forgetBias,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  identity,
  lecunNormal,
  lecunUniform,
  normal,
  orthogonal,
  truncatedNormal,
  uniform,
  unitForgetBias,
  unitsUniform,
  varianceScaling,
  withGain,
  zeros,
} from "../../../engine/initializers/initializers.ts";
import { orthogonalRows } from "../../../engine/initializers/orthogonal.ts";
import { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import { Random } from "../../../engine/random/random.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { initializersFrom } from "../../../engine/registry/initializersFrom.ts";
import { plainModel } from "../engine/plainModel.ts";

const registry = createRegistry();

const lstmGates = ["i", "f", "g", "o"];

function fill(initializer: Initializer, rows: number, columns: number, seed = 1, gates: string[] | null = null): Float64Array {
  const value = new Float64Array(rows * columns).fill(Number.NaN);
  initializer(value, rows, columns, new Random(seed), gates);
  return value;
}

const meanOf = (numbers: Float64Array): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const varianceOf = (numbers: Float64Array): number => meanOf(numbers.map((x) => x * x)) - meanOf(numbers) ** 2;

/** What is random, and the variance that it is to have in a matrix of so many rows and columns. */
const random: readonly (readonly [string, Initializer, (rows: number, columns: number) => number])[] = [
  ["uniform", uniform(0.3), () => 0.3 ** 2 / 3],
  ["normal", normal(0.3), () => 0.3 ** 2],
  ["glorotUniform", glorotUniform, (rows, columns) => 2 / (rows + columns)],
  ["glorotNormal", glorotNormal, (rows, columns) => 2 / (rows + columns)],
  ["heUniform", heUniform, (rows) => 2 / rows],
  ["heNormal", heNormal, (rows) => 2 / rows],
  ["lecunUniform", lecunUniform, (rows) => 1 / rows],
  ["lecunNormal", lecunNormal, (rows) => 1 / rows],
  ["orthogonal", orthogonal, (rows, columns) => 1 / Math.max(rows, columns)],
  ["orthogonal, with a gain", withGain(orthogonal, 0.5), (rows, columns) => 0.25 / Math.max(rows, columns)],
  ["unitsUniform", unitsUniform, (_rows, columns) => 1 / (3 * columns)],
  ["truncatedNormal", truncatedNormal(0.3), () => 0.3 ** 2 * 0.87962566103423978 ** 2],
  ["varianceScaling", varianceScaling(), (rows) => 1 / rows],
  ["varianceScaling as He", varianceScaling({ scale: 2, distribution: "normal" }), (rows) => 2 / rows],
  [
    "varianceScaling as Glorot",
    varianceScaling({ mode: "fanAverage", distribution: "uniform" }),
    (rows, columns) => 2 / (rows + columns),
  ],
  ["varianceScaling of fan-out", varianceScaling({ scale: 3, mode: "fanOut" }), (_rows, columns) => 3 / columns],
];

describe("random initializers", () => {
  for (const [name, initializer, variance] of random) {
    test(`${name}: has the mean zero and its variance, wide or tall`, () => {
      for (const [rows, columns] of [
        [40, 160],
        [150, 50],
      ] as const)
        for (const seed of [1, 2, 3]) {
          const value = fill(initializer, rows, columns, seed);
          const expected = variance(rows, columns);
          expect(Math.abs(meanOf(value))).toBeLessThan((5 * Math.sqrt(expected)) / Math.sqrt(value.length));
          expect(varianceOf(value) / expected).toBeCloseTo(1, 1);
        }
    });

    test(`${name}: is the same for the same seed, and another for another`, () => {
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 9 }), (seed, rows, columns) => {
          expect(fill(initializer, rows, columns, seed)).toEqual(fill(initializer, rows, columns, seed));
          expect(fill(initializer, rows, columns, seed)).not.toEqual(fill(initializer, rows, columns, seed + 1));
        }),
        { numRuns: 20 },
      );
    });
  }

  for (const [name, initializer, halfWidth] of [
    ["uniform", uniform(0.3), () => 0.3],
    ["glorotUniform", glorotUniform, (rows: number, columns: number) => Math.sqrt(6 / (rows + columns))],
    ["heUniform", heUniform, (rows: number) => Math.sqrt(6 / rows)],
  ] as const)
    test(`${name}: fills its range, and stays within it`, () => {
      const magnitudes = fill(initializer, 60, 80).map(Math.abs);
      expect(Math.max(...magnitudes)).toBeLessThanOrEqual(halfWidth(60, 80));
      expect(Math.max(...magnitudes)).toBeGreaterThan(0.99 * halfWidth(60, 80));
    });

  test("truncatedNormal: stays within two deviations, and comes near them", () => {
    const magnitudes = fill(truncatedNormal(0.3), 60, 80).map(Math.abs);
    expect(Math.max(...magnitudes)).toBeLessThanOrEqual(0.6);
    expect(Math.max(...magnitudes)).toBeGreaterThan(0.59);
  });

  test("unitsUniform: has the width of PyTorch's, from the units of one gate", () => {
    const magnitudes = fill(unitsUniform, 50, 100, 1, lstmGates).map(Math.abs);
    expect(Math.max(...magnitudes)).toBeLessThanOrEqual(1 / 5);
    expect(Math.max(...magnitudes)).toBeGreaterThan(0.99 / 5);
  });

  test("normal: has the tails that a normal distribution has", () => {
    const value = fill(normal(2), 200, 200).map((x) => Math.abs(x) / 2);
    for (const [deviations, share] of [
      [1, 0.3173],
      [2, 0.0455],
      [3, 0.0027],
    ] as const)
      expect(value.filter((x) => x > deviations).length / value.length).toBeCloseTo(share, 2);
  });

  test("orthogonal: has orthonormal rows or columns, whatever the shape", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 0, max: 24 }), fc.nat(), (count, more, seed) => {
        const length = count + more;
        const matrix = orthogonalRows(count, length, new Random(seed));
        for (let a = 0; a < count; a++)
          for (let b = 0; b <= a; b++) {
            let product = 0;
            for (let j = 0; j < length; j++) product += matrix[a * length + j]! * matrix[b * length + j]!;
            expect(product).toBeCloseTo(a === b ? 1 : 0, 12);
          }
      }),
    );
  });
});

describe("initializers without chance", () => {
  test("zeros and constant: one number everywhere", () => {
    expect([...fill(zeros, 2, 2)]).toEqual([0, 0, 0, 0]);
    expect([...fill(constant(0.5), 1, 2)]).toEqual([0.5, 0.5]);
  });

  test("identity: ones on the diagonal, in every gate's block", () => {
    expect([...fill(identity, 2, 3)]).toEqual([1, 0, 0, 0, 1, 0]);
    expect([...fill(identity, 3, 2)]).toEqual([1, 0, 0, 1, 0, 0]);
    expect([...fill(identity, 2, 4, 1, ["z", "r"])]).toEqual([1, 0, 1, 0, 0, 1, 0, 1]);
  });

  test("unitForgetBias: one for the forget gate wherever that stands, zero for the others", () => {
    expect([...fill(unitForgetBias, 1, 8, 1, lstmGates)]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect([...fill(unitForgetBias, 1, 4, 1, ["f", "i", "g", "o"])]).toEqual([1, 0, 0, 0]);
    expect([...fill(unitForgetBias, 1, 3, 1, ["z", "r", "n"])]).toEqual([0, 0, 0]);
    expect([...fill(unitForgetBias, 1, 3)]).toEqual([0, 0, 0]);
    expect([...fill(forgetBias(2.5), 1, 4, 1, lstmGates)]).toEqual([0, 2.5, 0, 0]);
  });
});

test("A model begins as Keras' LSTM does: Glorot's kernels, orthogonal recurrent kernels, and a one for each forget gate", () => {
  const shape = { vocabularySize: 6, hiddenSize: 4, layers: 2, forgetBias: 0 };
  const plan = { steps: 1, batch: 1, precision: "float64", training: false, slots: 0, readout: "all" } as const;
  const model = plainModel(shape, plan);
  initializeWith(model.parameters, { kernel: glorotUniform, recurrentKernel: orthogonal, bias: unitForgetBias }, new Random(1));
  const values = new Map(model.parameters.map(({ path, value }) => [path, [...value]]));
  expect(values.get("1/bias")).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(values.get("dense/bias")).toEqual([0, 0, 0, 0, 0, 0]);
});

describe("each sort of parameter", () => {
  const begun = (network: Readonly<Record<string, unknown>>, initializers: Initializers): Map<string, number[]> => {
    const model = new SequenceModel(
      {
        input: { kind: "ids", size: 2 },
        embedding: { size: 1 },
        network,
        dense: { units: 2, bias: true },
        loss: "softmaxCrossEntropy",
      },
      { steps: 1, batch: 1, precision: "float64", training: false, slots: 0, readout: "all" },
    );
    initializeWith(model.parameters, initializers, new Random(1));
    return new Map(model.parameters.map(({ path, value }) => [path, [...value]]));
  };
  const all = { kernel: constant(2), recurrentKernel: constant(3), bias: constant(4), embedding: constant(5) };

  test("begins by itself: kernels, recurrent kernels, biases, and what only looks rows up", () => {
    const values = begun({ rnn: { hiddenSize: 1 } }, all);
    expect(Object.fromEntries(values)).toEqual({
      "embedding/kernel": [5, 5],
      kernel: [2],
      recurrentKernel: [3],
      bias: [4],
      "dense/kernel": [2, 2],
      "dense/bias": [4, 4],
    });
    const { embedding: _, ...without } = all;
    expect(begun({ rnn: { hiddenSize: 1 } }, without).get("embedding/kernel")).toEqual([2, 2]);
  });

  test("of a cell with two biases and peepholes: one forget bias is one, and no peephole begins with it", () => {
    const cell = { lstm: { hiddenSize: 1, separateBiases: true, peepholes: true } };
    const values = begun(cell, { ...all, bias: unitForgetBias });
    expect(values.get("bias")).toEqual([0, 1, 0, 0]);
    expect(values.get("recurrentBias")).toEqual([0, 0, 0, 0]);
    expect(values.get("peepholes")).toEqual([0, 0, 0]);
    expect(begun(cell, all).get("recurrentBias")).toEqual([4, 4, 4, 4]);
  });

  test("is named as data, with options, or a number alone", () => {
    const specs = {
      kernel: { constant: 0.5 },
      recurrentKernel: { orthogonal: { gain: 0.25 } },
      bias: { unitForgetBias: { value: 2 } },
      embedding: { uniform: { scale: 0.05 } },
    };
    const values = begun({ lstm: { hiddenSize: 1 } }, initializersFrom(registry, specs));
    expect(values.get("kernel")).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(Math.hypot(...values.get("recurrentKernel")!)).toBeCloseTo(0.25, 12);
    expect(values.get("bias")).toEqual([0, 2, 0, 0]);
    expect(Math.max(...values.get("embedding/kernel")!.map(Math.abs))).toBeLessThanOrEqual(0.05);
  });

  test.each([
    ["orthogonl", 'There is no initializer "orthogonl"; there are zeros, constant, '],
    [{ uniform: {} }, "scale is missing, must be a number from 0 on"],
    [{ orthogonal: { scale: 1 } }, '"scale" is not among its options: gain'],
    [{ normal: { scale: Number.NaN } }, "scale is NaN"],
    [{ varianceScaling: { mode: "fan_in" } }, 'mode is "fan_in", must be one of fanIn, fanOut, fanAverage'],
  ] as const)("refuses %j", (bias, message) => {
    const specs = { kernel: "zeros", recurrentKernel: "zeros", bias };
    expect(() => initializersFrom(registry, specs)).toThrow(message);
  });
});
