import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { initializeWith } from "../../../engine/initializers/initialize.ts";
import {
  constant,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  identity,
  normal,
  orthogonal,
  uniform,
  unitForgetBias,
  zeros,
} from "../../../engine/initializers/initializers.ts";
import { orthogonalRows } from "../../../engine/initializers/orthogonal.ts";
import { Random } from "../../../engine/random/random.ts";
import { plainModel } from "../engine/plainModel.ts";

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
  ["orthogonal", orthogonal, (rows, columns) => 1 / Math.max(rows, columns)],
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
