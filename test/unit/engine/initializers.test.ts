import { describe, expect, test } from "vitest";
import { constant, glorotUniform, orthogonal, uniform } from "../../../engine/initializers/initializers.ts";
import { Random } from "../../../engine/random/random.ts";
import { initializePlain, plainModel } from "./plainModel.ts";

function fill(initializer: typeof orthogonal, rows: number, columns: number): Float64Array {
  const value = new Float64Array(rows * columns);
  initializer(value, rows, columns, new Random(1));
  return value;
}

describe("initializers", () => {
  test("orthogonal: the rows of a wide matrix have length 1 and are at right angles", () => {
    const [rows, columns] = [24, 96];
    const value = fill(orthogonal, rows, columns);
    for (let a = 0; a < rows; a++)
      for (let b = 0; b <= a; b++) {
        let product = 0;
        for (let j = 0; j < columns; j++) product += value[a * columns + j] * value[b * columns + j];
        expect(product).toBeCloseTo(a === b ? 1 : 0, 12);
      }
  });

  test("orthogonal: so do the columns of a tall one, and both of a square one", () => {
    for (const [rows, columns] of [
      [9, 4],
      [16, 16],
    ]) {
      const value = fill(orthogonal, rows, columns);
      for (let a = 0; a < columns; a++)
        for (let b = 0; b <= a; b++) {
          let product = 0;
          for (let r = 0; r < rows; r++) product += value[r * columns + a] * value[r * columns + b];
          expect(product).toBeCloseTo(a === b ? 1 : 0, 12);
        }
    }
  });

  test("glorotUniform: fills the range √(6 / (rows + columns)) evenly", () => {
    const bound = Math.sqrt(6 / (50 + 200));
    const magnitudes = fill(glorotUniform, 50, 200).map(Math.abs);
    expect(Math.max(...magnitudes)).toBeLessThanOrEqual(bound);
    expect(Math.max(...magnitudes)).toBeGreaterThan(0.99 * bound);
    expect(magnitudes.reduce((sum, x) => sum + x, 0) / magnitudes.length).toBeCloseTo(bound / 2, 2);
  });

  test("uniform and constant: stay within their half-width, and are what they say", () => {
    expect(Math.max(...fill(uniform(0.25), 10, 10).map(Math.abs))).toBeLessThanOrEqual(0.25);
    expect([...fill(constant(0.1), 1, 3)]).toEqual([0.1, 0.1, 0.1]);
  });
});

describe("the initial weights of a model", () => {
  const build = (seed: number) => {
    const shape = { vocabularySize: 6, hiddenSize: 4, layers: 2, forgetBias: 1 };
    const plan = { steps: 1, batch: 1, precision: "float64", training: false, slots: 0, readout: "all" } as const;
    const model = plainModel(shape, plan);
    model.values.fill(Number.NaN);
    initializePlain(model, seed, { kernel: { constant: { scale: 0.1 } } });
    return model;
  };

  test("are kernels and recurrent kernels as configured, and biases zero", () => {
    const parameters = new Map(build(1).parameters.map((parameter) => [parameter.path, parameter.value]));
    expect([...new Set(parameters.get("1/kernel"))]).toEqual([0.1]);
    expect([...new Set(parameters.get("dense/kernel"))]).toEqual([0.1]);
    expect([...new Set(parameters.get("0/bias"))]).toEqual([0]);
    const first = Array.from(parameters.get("0/recurrentKernel")!.subarray(0, 16));
    expect(first.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 12);
    expect([...parameters.get("1/recurrentKernel")!]).not.toEqual([...parameters.get("0/recurrentKernel")!]);
  });

  test("are the same for the same seed, and others for another", () => {
    expect(build(1).values).toEqual(build(1).values);
    expect(build(1).values).not.toEqual(build(2).values);
  });
});
