import { describe, expect, test } from "vitest";
import {
  bidirectional,
  dense,
  EngineError,
  embedding,
  features,
  ids,
  lstm,
  network,
  residual,
  reverse,
  sgd,
  stacked,
} from "../../../../engine/index.ts";
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
    ["a mask beside lengths", () => net.predict(inputs, { lengths: [4, 4, 4], mask: classes }), "mask is given beside lengths"],
    [
      "a mask of other steps",
      () => net.predict(inputs, { mask: [[true, false]] }),
      "mask has the shape [1, 2], expected is [3, 4]",
    ],
    [
      "a mask of more than true and false",
      () => net.predict(inputs, { mask: inputs }),
      "mask[0][0] is 3, expected is true or false, or 1 or 0",
    ],
    [
      "weights of other targets",
      () => net.evaluate(inputs, classes, { targetWeights: [1, 1, 1] }),
      "targetWeights has the shape [3], expected is [3, 4]",
    ],
    [
      "a weight that is no number",
      () => last.evaluate(numbers, four, { targetWeights: [1, Number.NaN] }),
      "targetWeights[1] is NaN, expected is a finite number",
    ],
    [
      "a mask for outputs as they are computed",
      () =>
        network({ input: ids(10), layers: reverse(lstm(3), { outputs: "computed" }), dense: 4 }).predict(inputs, {
          mask: [
            [true, true, true, true],
            [true, true, true, false],
            [true, true, true, true],
          ],
        }),
      "reverse of the network cannot have a mask",
    ],
    [
      "the final state of a layer that has none",
      () => network({ input: ids(3), layers: stacked(lstm(2), dense(2)), readout: "final", dense: 1 }),
      'The readout "final" is of a network that ends in a layer without a state',
    ],
    [
      "an output tied to nothing",
      () => network({ input: ids(3), layers: lstm(2), dense: { units: 3, tied: true } }),
      "The tied output needs an embedding [3, 2]",
    ],
    [
      "a hidden layer without units",
      () => network({ input: ids(3), layers: lstm(2), hidden: [{ units: 0 }], dense: 3 }),
      "network: hidden[0].units is 0, must be a whole number from 1 on",
    ],
    [
      "weights that are not there",
      () => network({ input: ids(3), layers: lstm(2), dense: 3, trainInitialState: ["0/h"] }),
      'There is no state "0/h" to be learned; there are h, c',
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

describe("what is not known", () => {
  const build = (layers = lstm(3), more: object = {}) => network({ input: features(2), layers, dense: 3, ...more });
  const x = [[[1, 2]], [[0, 1]]];
  const y = [[0], [1]];
  const unknown = (options: object) => options as never;
  const acts: readonly (readonly [string, () => unknown])[] = [
    ...["length", "sequenceLength", "initial_state", "initialStates", "stateful", "training", "carrystate", "h0"].map(
      (name) => [name, () => build().predict(x, unknown({ [name]: [1, 1] }))] as const,
    ),
    ["lenghts", () => build().evaluate(x, y, unknown({ lenghts: [1, 1] }))],
    ["targetWeights", () => build().predict(x, unknown({ targetWeights: y }))],
    ["sampleWeight", () => build().gradients(x, y, unknown({ sampleWeight: [1, 1] }))],
    ["masks", () => build().fit(x, y, unknown({ optimizer: sgd({ learningRate: 0.1 }), steps: 1, masks: y }))],
    ["mergeMode", () => build(bidirectional(lstm(3), unknown({ mergeMode: "sum" })))],
    ["goBackwards", () => build(reverse(lstm(3), unknown({ goBackwards: true })))],
    ["embeddings", () => network({ input: ids(5, unknown({ embeddings: 3 })), layers: lstm(3), dense: 3 })],
    ["paddingId", () => network({ input: ids(5, unknown({ paddingId: 3 })), layers: lstm(3), dense: 3 })],
    ["zoneout", () => build(lstm(3, unknown({ zoneout: 0.1 })))],
    ["activation", () => build(lstm(3), { activation: "sigmoid" })],
    ["recurrent_kernel", () => build(lstm(3), { initializers: { recurrent_kernel: () => undefined } })],
    ["use_bias", () => build(lstm(3), { dense: { units: 3, use_bias: false } })],
    ["from_logits", () => build(lstm(3), { loss: { binaryCrossEntropy: { from_logits: true } } })],
    ["where", () => build().trace("", unknown({ where: "input" }))],
  ];
  for (const [name, act] of acts)
    test(`is refused in one way, with what is known: ${name}`, () => {
      expect(act).toThrow(EngineError);
      expect(act).toThrow(`"${name}" is not among its options: `);
    });

  test("is not what an initializer of each sort of weight is", () => {
    const half = (value: { fill(number: number): unknown }) => void value.fill(0.5);
    const initializers = { kernel: half, recurrentKernel: half, bias: half, embedding: half };
    const net = network({ input: ids(3, { embedding: 2 }), layers: lstm(1), dense: 1, initializers });
    for (const { path, value } of net.parameters) expect([path, ...new Set(value)]).toEqual([path, 0.5]);
  });

  test("among the values of an option is refused too", () => {
    const net = build();
    net.predict(x);
    expect(() => net.trace("", unknown({ order: "inputs" }))).toThrow('order is "inputs", must be one of computation, input');
    expect(() => build(lstm(3), { initializers: { kernel: 1 } })).toThrow("initializers: kernel is number");
    expect(() => build(bidirectional(lstm(3), unknown({ merge: "ave" })))).toThrow('merge is "ave", must be one of concat');
    expect(() => network({ input: ids(5, { padding: 0 }), layers: lstm(3), dense: 3 })).toThrow("embedding.size is missing");
    expect(() => build(lstm(3), { trainInitialState: "yes" })).toThrow("trainInitialState must be true, false, or a list");
  });
});
