import { expect } from "vitest";
import { ids, lstm, type Network, network, normal } from "../../../engine/index.ts";
import { type Rows, reordered, transposed } from "../../unit/engine/articles/layouts.ts";
import { type CharacterQuestion, vocabularySize } from "./character.ts";

/** H */
export const hidden = 12;

export type Version = CharacterQuestion["version"];

/** A network with drawn weights; biases too, so that none of them is forgotten. */
export function characterNetwork(version: Version): Network {
  const initializers = { kernel: normal(0.5), recurrentKernel: normal(0.3), bias: normal(0.2) };
  const cells = {
    numpy: lstm(hidden),
    tensorflow: lstm(hidden, { forgetBias: 1 }),
    keras: lstm(hidden, { recurrentActivation: "hardSigmoid" }),
  };
  return network({ input: ids(vocabularySize), layers: cells[version], dense: vocabularySize, initializers, seed: 5 });
}

/** Our weights by the version's names, in its shapes, with its order of gates. */
export function theirs(version: Version, weight: (path: string) => Rows): Record<string, Rows> {
  const [kernel, recurrent, bias] = ["kernel", "recurrentKernel", "bias"].map(weight);
  const [dense, denseBias] = [weight("dense/kernel"), weight("dense/bias")];
  const by = (order: string, rows: Rows) => reordered(rows, "ifgo", order);
  switch (version) {
    case "numpy":
      return { Wx: by("ifog", kernel), Wh: by("ifog", recurrent), b: by("ifog", bias), Why: transposed(dense), by: denseBias };
    case "tensorflow":
      return { kernel: by("igfo", [...kernel, ...recurrent]), bias: by("igfo", bias), out_w: dense, out_b: denseBias };
    case "keras":
      return { kernel, recurrent_kernel: recurrent, bias, dense_kernel: dense, dense_bias: denseBias };
    default:
      return version satisfies never;
  }
}

/** The largest difference of two arrays of one shape. */
export function distance(actual: Rows, expected: Rows): number {
  expect([actual.length, actual[0].length]).toEqual([expected.length, expected[0].length]);
  return Math.max(...expected.flatMap((row, i) => row.map((value, j) => Math.abs(actual[i][j] - value))));
}
