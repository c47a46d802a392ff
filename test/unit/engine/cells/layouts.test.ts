import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import {
  gruLayout,
  gruLayoutNames,
  layerNormLstmLayout,
  lstmLayout,
  lstmLayoutNames,
  rnnLayout,
} from "../../../../engine/parity/cellLayouts.ts";
import { type CellLayout, eachElement } from "../../../../engine/parity/layouts.ts";
import { buildRandom, usual } from "../support.ts";

const lstms = lstmLayoutNames.flatMap((name) =>
  [false, true].flatMap((peepholes) =>
    [null, 2].map((projectionSize): [string, CellLayout, NetworkSpec] => {
      const layout = lstmLayout(name, { peepholes, projectionSize });
      const spec = { lstm: { peepholes, projectionSize, separateBiases: layout.separateBiases } };
      return [`lstm, ${name}${peepholes ? ", peepholes" : ""}${projectionSize ? ", projection" : ""}`, layout, spec];
    }),
  ),
);
const grus = gruLayoutNames.flatMap((name) =>
  [false, true].map((resetAfter): [string, CellLayout, NetworkSpec] => {
    const layout = gruLayout(name, resetAfter);
    return [
      `gru, ${name}, reset ${resetAfter ? "after" : "before"}`,
      layout,
      { gru: { resetAfter, separateBiases: layout.separateBiases } },
    ];
  }),
);
const layouts: [string, CellLayout, NetworkSpec][] = [
  ...lstms,
  ...grus,
  ["layerNormLstm, tensorflow", layerNormLstmLayout, { layerNormLstm: {} }],
  ["rnn, pytorch", rnnLayout, { rnn: { separateBiases: true } }],
];

const withSize = (spec: NetworkSpec, hiddenSize: number): NetworkSpec =>
  Object.fromEntries(Object.entries(spec).map(([name, options]) => [name, { ...(options as object), hiddenSize }]));

describe("a layout has a place for each element of ours, and no two for one", () => {
  for (const [name, layout, spec] of layouts)
    test(name, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (D, hiddenSize) => {
          const model = buildRandom(withSize(spec, hiddenSize), { ...usual, D });
          const ours = new Map(model.parameters.map((parameter) => [parameter.path, parameter]));
          const left = new Set<string>();
          for (const { path, rows, columns } of model.parameters)
            if (!path.startsWith("dense/"))
              for (let row = 0; row < rows; row++)
                for (let column = 0; column < columns; column++) left.add(`${path} ${row} ${column}`);
          for (const parameter of layout.parameters(D, hiddenSize))
            eachElement(parameter, (_, { parameter: path, row, column }) => {
              expect(ours.has(path)).toBe(true);
              expect(left.delete(`${path} ${row} ${column}`), `${parameter.name} at ${path} ${row} ${column}`).toBe(true);
            });
          expect([...left]).toEqual([]);
        }),
        { numRuns: 10 },
      );
    });
});

describe("gates stand where the framework has them", () => {
  /** Our places of the first unit of each of their blocks. */
  const firsts = (layout: CellLayout, parameter: string, axis: "row" | "column"): number[] => {
    const found = layout.parameters(3, 10).find(({ name }) => name === parameter)!;
    const size = found.shape[axis === "row" ? 0 : 1];
    const blocks = Array.from({ length: size / 10 }, (_, block) => block * 10);
    return blocks.map((at) => (axis === "row" ? found.place(at, 0) : found.place(0, at)).column / 10);
  };
  const plain = { peepholes: false, projectionSize: null };

  test("PyTorch and Keras i f g o, TensorFlow i g f o, Deep-Breathe f i g o", () => {
    expect(firsts(lstmLayout("pytorch", plain), "weight_ih", "row")).toEqual([0, 1, 2, 3]);
    expect(firsts(lstmLayout("keras", plain), "kernel", "column")).toEqual([0, 1, 2, 3]);
    expect(firsts(lstmLayout("tensorflow", plain), "kernel", "column")).toEqual([0, 2, 1, 3]);
    expect(firsts(lstmLayout("deepBreathe", plain), "W", "row")).toEqual([1, 0, 2, 3]);
  });

  test("a GRU's: PyTorch r z n, Keras z r n", () => {
    expect(firsts(gruLayout("pytorch", true), "weight_hh", "row")).toEqual([0, 1, 2]);
    expect(firsts(gruLayout("keras", true), "bias", "column")).toEqual([1, 0, 2]);
  });
});
