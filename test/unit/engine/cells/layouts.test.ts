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
  rnnLayoutNames,
} from "../../../../engine/parity/cellLayouts.ts";
import { type CellLayout, eachElement } from "../../../../engine/parity/layouts.ts";
import { buildRandom, usual } from "../support.ts";

type Listed = readonly [name: string, layout: CellLayout, spec: NetworkSpec];

const either = [false, true] as const;
const named = (words: Readonly<Record<string, unknown>>): string =>
  Object.entries(words)
    .map(([word, is]) => (is ? `, ${word}` : ""))
    .join("");

const lstms = lstmLayoutNames.flatMap((name) =>
  either.flatMap((bias) =>
    either.flatMap((peepholes) =>
      [null, 2].map((projectionSize): Listed => {
        const layout = lstmLayout(name, { bias, peepholes, projectionSize });
        const words = named({ biases: bias, peepholes, projection: projectionSize });
        return [`lstm, ${name}${words}`, layout, { lstm: { peepholes, projectionSize, ...layout.biases } }];
      }),
    ),
  ),
);
const grus = gruLayoutNames.flatMap((name) =>
  either.flatMap((bias) =>
    either
      .filter((resetAfter) => !(name === "tensorflow" && resetAfter) && !(name === "flax" && !resetAfter))
      .map((resetAfter): Listed => {
        const layout = gruLayout(name, { bias, resetAfter });
        return [
          `gru, ${name}${named({ biases: bias, "reset after": resetAfter })}`,
          layout,
          { gru: { resetAfter, ...layout.biases } },
        ];
      }),
  ),
);
const rnns = rnnLayoutNames.flatMap((name) =>
  either.map((bias): Listed => {
    const layout = rnnLayout(name, bias);
    return [`rnn, ${name}${named({ biases: bias })}`, layout, { rnn: layout.biases }];
  }),
);
const layouts: readonly Listed[] = [
  ...lstms,
  ...grus,
  ...rnns,
  ["layerNormLstm, tensorflow", layerNormLstmLayout, { layerNormLstm: {} }],
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
  const plain = { bias: true, peepholes: false, projectionSize: null };
  const reset = { bias: true, resetAfter: true };

  test("PyTorch and Keras i f g o, TensorFlow i g f o, ONNX i o f g, Deep-Breathe f i g o", () => {
    expect(firsts(lstmLayout("pytorch", plain), "weight_ih", "row")).toEqual([0, 1, 2, 3]);
    expect(firsts(lstmLayout("keras", plain), "kernel", "column")).toEqual([0, 1, 2, 3]);
    expect(firsts(lstmLayout("tensorflow", plain), "kernel", "column")).toEqual([0, 2, 1, 3]);
    expect(firsts(lstmLayout("onnx", plain), "R", "row")).toEqual([0, 3, 1, 2]);
    expect(firsts(lstmLayout("deepBreathe", plain), "W", "row")).toEqual([1, 0, 2, 3]);
  });

  test("peepholes i f o are i o f in ONNX", () => {
    expect(firsts(lstmLayout("onnx", { ...plain, peepholes: true }), "P", "row")).toEqual([0, 2, 1]);
  });

  test("a GRU's: PyTorch r z n, Keras and ONNX z r n, TensorFlow r z and n apart", () => {
    expect(firsts(gruLayout("pytorch", reset), "weight_hh", "row")).toEqual([0, 1, 2]);
    expect(firsts(gruLayout("keras", reset), "bias", "column")).toEqual([1, 0, 2]);
    expect(firsts(gruLayout("onnx", reset), "W", "row")).toEqual([1, 0, 2]);
    expect(firsts(gruLayout("tensorflow", reset), "gates/kernel", "column")).toEqual([0, 1]);
    expect(firsts(gruLayout("tensorflow", reset), "candidate/kernel", "column")).toEqual([2]);
  });
});

describe("as many biases are trained as theirs are", () => {
  const biases = ({ parameters }: CellLayout): readonly string[] => {
    const places = parameters(3, 4).flatMap((parameter) => {
      const found: string[] = [];
      eachElement(parameter, (_, { parameter: ours }) => found.push(ours));
      return found.filter((ours) => ours.toLowerCase().endsWith("bias"));
    });
    const counted = Map.groupBy(places, (ours) => ours);
    return [...counted].map(([ours, { length }]) => `${ours} ${length}`);
  };
  const expected: readonly (readonly [string, CellLayout, readonly string[]])[] = [
    [
      "PyTorch's LSTM has two",
      lstmLayout("pytorch", { bias: true, peepholes: false, projectionSize: 2 }),
      ["bias 16", "recurrentBias 16"],
    ],
    [
      "ONNX' LSTM has two",
      lstmLayout("onnx", { bias: true, peepholes: true, projectionSize: null }),
      ["bias 16", "recurrentBias 16"],
    ],
    ["Flax' LSTM has one", lstmLayout("flax", { bias: true, peepholes: false, projectionSize: null }), ["bias 16"]],
    ["Deep-Breathe's has one", lstmLayout("deepBreathe", { bias: true, peepholes: false, projectionSize: null }), ["bias 16"]],
    [
      "Keras' GRU has two where it resets after",
      gruLayout("keras", { bias: true, resetAfter: true }),
      ["bias 12", "recurrentBias 12"],
    ],
    ["and one where it resets before", gruLayout("keras", { bias: true, resetAfter: false }), ["bias 12"]],
    ["ONNX' GRU has two either way", gruLayout("onnx", { bias: true, resetAfter: false }), ["bias 12", "recurrentBias 12"]],
    ["TensorFlow's GRU has one", gruLayout("tensorflow", { bias: true, resetAfter: false }), ["bias 12"]],
    [
      "Flax' GRU has one and its candidate two",
      gruLayout("flax", { bias: true, resetAfter: true }),
      ["bias 12", "recurrentBias 4"],
    ],
    ["ONNX' RNN has two", rnnLayout("onnx", true), ["bias 4", "recurrentBias 4"]],
    ["Keras' SimpleRNN has one", rnnLayout("keras", true), ["bias 4"]],
    ["none has any without", lstmLayout("onnx", { bias: false, peepholes: true, projectionSize: 2 }), []],
  ];
  for (const [name, layout, wanted] of expected)
    test(name, () => {
      expect(biases(layout)).toEqual(wanted);
    });
});
