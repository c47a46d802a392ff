import { describe, expect, test } from "vitest";
import { EngineError, embedding, features, ids, lstm, network, residual, sgd } from "../../../../engine/index.ts";
import { inputs, targets } from "./rows.ts";

describe("what does not fit", () => {
  const net = network({ input: ids(10), layers: lstm(3), dense: 4 });
  const last = network({ input: features(2), layers: lstm(3), readout: "last", dense: 4, loss: "meanSquaredError" });
  const optimizer = sgd({ learningRate: 0.1 });
  const numbers = [
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [7, 8],
    ],
  ];
  const four = [
    [1, 2, 3, 4],
    [1, 2, 3, 4],
  ];
  const classes = inputs.map((row) => row.map((id) => id % 4));
  const anything = JSON.parse as (text: string) => never;

  const refusals: readonly (readonly [string, () => unknown, string])[] = [
    ["inputs of another rank", () => net.predict([1, 2, 3]), "inputs has the shape [3], expected is [rows, steps]"],
    ["numbers for ids", () => net.predict(numbers), "inputs has the shape [2, 2, 2], expected is [rows, steps]"],
    [
      "features of another size",
      () => last.predict([[[1, 2, 3]]]),
      "inputs has the shape [1, 1, 3], expected is [rows, steps, 2]",
    ],
    ["uneven rows", () => net.predict([[1, 2], [3]]), "inputs[1] has 1 entries, expected are 2"],
    ["no rows", () => net.predict([]), "inputs has the shape [0], expected is [rows, steps]"],
    ["no steps", () => net.predict([[], []]), "inputs has the shape [2, 0], expected is [rows, steps]"],
    ["an id beyond the input", () => net.predict([[1, 10]]), "inputs[0][1] is 10, expected is an id from 0 to 9"],
    ["half an id", () => net.predict([[1, 0.5]]), "inputs[0][1] is 0.5"],
    ["NaN", () => last.predict([[[1, Number.NaN]]]), "inputs[0][0][1] is NaN, expected is a finite number"],
    ["no number", () => net.predict(anything('[["a", "b"]]')), "inputs[0][0] is string, expected is a number"],
    [
      "flat data of another size",
      () => net.predict({ shape: [2, 3], data: [1, 2] }),
      "inputs has 2 numbers; its shape [2, 3] means 6",
    ],
    ["targets of another shape", () => net.evaluate(inputs, targets), "targets has the shape [3], expected is [3, 4]"],
    ["targets of fewer rows", () => last.evaluate(numbers, four.slice(1)), "targets has the shape [1, 4], expected is [2, 4]"],
    ["a class beyond the output", () => net.evaluate(inputs, inputs), "targets[0][2] is 4, expected is an id from 0 to 3"],
    [
      "an infinite target",
      () =>
        last.evaluate(numbers, [
          [1, 2, 3, 4],
          [1, 2, 3, 1 / 0],
        ]),
      "targets[1][3] is Infinity",
    ],
    [
      "a length beyond the batch",
      () => net.predict(inputs, { lengths: [4, 5, 1] }),
      "lengths[1] is 5, expected is a whole number from 0 to 4",
    ],
    ["a length of less than nothing", () => net.predict(inputs, { lengths: [4, -1, 1] }), "lengths[1] is -1"],
    ["a length too few", () => net.predict(inputs, { lengths: [4, 1] }), "lengths has the shape [2], expected is [3]"],
    [
      "a state of no cell",
      () => net.predict(inputs, { initialState: { "0": {} } }),
      'initialState has no cell "0"; there are ""',
    ],
    [
      "a state that the cell has not",
      () => net.predict(inputs, { initialState: { "": { z: [[1]] } } }),
      'initialState "" has no "z", its cell has h, c',
    ],
    [
      "a state of another shape",
      () => net.predict(inputs, { initialState: { "": { h: [[1, 2, 3]] } } }),
      'initialState "".h has the shape [1, 3], expected is [3, 3]',
    ],
    [
      "a batch size that leaves rows over",
      () => net.fit(inputs, classes, { optimizer, steps: 1, batchSize: 2 }),
      "batchSize is 2, must divide the 3 rows",
    ],
    [
      "no steps of training",
      () => net.fit(inputs, classes, { optimizer, steps: 0 }),
      "fit: steps is 0, must be a whole number from 1 on",
    ],
    [
      "an unknown option",
      () => net.fit(inputs, classes, Object.assign(anything(`{"epochs": 3}`), { optimizer, steps: 1 })),
      '"epochs" is not among its options',
    ],
    ["no optimizer", () => net.fit(inputs, classes, anything('{"steps": 3}')), "fit: optimizer is missing"],
    [
      "a network without outputs",
      () => network({ input: ids(3), layers: lstm(3), dense: 0 }),
      "network: dense is 0, must be a whole number from 1 on",
    ],
    ["a cell without units", () => network({ input: ids(3), layers: lstm(0), dense: 1 }), "lstm of the network: hiddenSize is 0"],
    ["an input without size", () => network({ input: features(0), layers: lstm(1), dense: 1 }), "input: size is 0"],
    ["an embedding without size", () => network({ input: ids(3, { embedding: 0 }), layers: lstm(1), dense: 1 }), "size is 0"],
    [
      "an unknown layer",
      () => network({ input: ids(3), layers: { tree: {} }, dense: 1 }),
      'There is no network "tree"; there are lstm',
    ],
    ["an embedding of numbers", () => network({ input: features(3), layers: embedding(2), dense: 1 }), "looks up ids"],
    [
      "a connection that does not fit",
      () => network({ input: features(2), layers: residual(lstm(3)), dense: 1 }),
      "must make as many as it reads",
    ],
    [
      "numbers to be embedded",
      () => network({ input: { ...features(3), embedding: { size: 2 } }, layers: lstm(2), dense: 1 }),
      "looks up ids",
    ],
  ];
  for (const [what, act, message] of refusals)
    test(`is refused with what was expected and what was given: ${what}`, () => {
      expect(act).toThrow(EngineError);
      expect(act).toThrow(message);
    });

  test("is not refused past a row's length, where nothing is read", () => {
    const padded = [
      [1, 2, Number.NaN, -1],
      [1, 2, 3, 4],
    ];
    const lengths = [2, 4];
    const clean = net.evaluate(
      [
        [1, 2, 0, 0],
        [1, 2, 3, 4],
      ],
      [
        [1, 2, 0, 0],
        [1, 2, 3, 0],
      ],
      { lengths },
    );
    expect(
      net.evaluate(
        padded,
        [
          [1, 2, 99, Number.NaN],
          [1, 2, 3, 0],
        ],
        { lengths },
      ),
    ).toBe(clean);
  });
});
