import { describe, expect, test } from "vitest";
import {
  adam,
  bidirectional,
  EngineError,
  embedding,
  features,
  gru,
  ids,
  layerNormLstm,
  lstm,
  network,
  residual,
  rnn,
  sgd,
  stacked,
} from "../../../../engine/index.ts";

/** Which of the ten ids stood first? Three rows of four steps. */
const inputs = [
  [3, 1, 4, 1],
  [5, 9, 2, 6],
  [8, 7, 0, 3],
];
const targets = [3, 5, 8];

describe("five lines", () => {
  test("build a bidirectional two-layer network, train it on an array, and read a gate", () => {
    const net = network({ input: ids(10), layers: bidirectional(stacked(lstm(20), lstm(10))), readout: "last", dense: 10 });
    const { losses } = net.fit(inputs, targets, { optimizer: adam({ learningRate: 1e-2 }), steps: 60 });
    const logits = net.predict(inputs) as number[][];
    const f = net.trace("forward/0").f.at(3, 0, 19);
    const cell = net.finalState()["backward/1"];

    expect(losses[0]).toBeCloseTo(Math.log(10), 0);
    expect(losses.at(-1)).toBeLessThan(0.1);
    expect(logits.map((row) => row.indexOf(Math.max(...row)))).toEqual(targets);
    expect(f).toBeGreaterThan(0);
    expect(f).toBeLessThan(1);
    expect([cell.h.length, cell.h[0].length, Object.keys(cell)]).toEqual([3, 10, ["h", "c"]]);
  });

  test("build PyTorch's stacked bidirectionals, over embeddings, with rows of different lengths", () => {
    const layers = stacked([bidirectional(gru(6)), bidirectional(gru(6))], { dropout: 0.2 });
    const net = network({ input: ids(10, { embedding: 4 }), layers, dense: 10 });
    const options = { optimizer: adam({ learningRate: 3e-2 }), steps: 150, lengths: [4, 2, 3] };
    net.fit(inputs, inputs, options);
    expect(net.evaluate(inputs, inputs, { lengths: [4, 2, 3] })).toBeLessThan(0.2);
    expect(net.cells).toEqual(["0/forward", "0/backward", "1/forward", "1/backward"]);
  });

  test("predict a number from numbers, as Keras' three layers of ten units do", () => {
    const tenUnits = lstm(10, { recurrentActivation: "hardSigmoid" });
    const net = network({
      input: features(1),
      layers: stacked(tenUnits, tenUnits, tenUnits),
      readout: "last",
      dense: 1,
      loss: "meanSquaredError",
    });
    const waves = Array.from({ length: 8 }, (_, n) => Array.from({ length: 6 }, (_, t) => [Math.sin((n + t) / 2)]));
    const next = Array.from({ length: 8 }, (_, n) => [Math.sin((n + 6) / 2)]);
    const { losses } = net.fit(waves, next, { optimizer: adam({ learningRate: 1e-2 }), steps: 150 });
    expect(losses.at(-1)).toBeLessThan(0.02);
    expect(net.inputGradient()[7][5].length).toBe(1);
  });
});

describe("the numbers of a pass", () => {
  const build = (layers = bidirectional(stacked(lstm(4), lstm(3)))) => network({ input: ids(10), layers, dense: 10 });

  test("are there by name: every gate, state and gradient of a cell", () => {
    const net = build();
    net.gradients(inputs, inputs);
    const trace = net.trace("backward/1");
    for (const name of ["i", "f", "g", "o", "c", "tanhC", "h", "di", "df", "dg", "do", "dc", "dh"])
      expect(trace[name].shape, name).toEqual([4, 3, 3]);
    const [c, f, i, g, dc] = ["c", "f", "i", "g", "dc"].map((name) => (t: number) => trace[name].at(t, 2, 1));
    expect(c(2)).toBeCloseTo(f(2) * c(1) + i(2) * g(2), 14);
    expect(trace.df.at(2, 2, 1)).toBeCloseTo(dc(2) * c(1) * f(2) * (1 - f(2)), 14);
  });

  test("come with the formula that they follow from, its operands, and its value", () => {
    const net = build();
    net.gradients(inputs, inputs);
    const { text, operands, at } = net.derivation("backward/1", "df");
    expect(text).toBe("df = dc · c₋ · f (1 − f)");
    expect(operands.map(({ name, time }) => [name, time])).toEqual([
      ["dc", 0],
      ["c", -1],
      ["f", 0],
    ]);
    expect(at(2, 2, 1)).toBeCloseTo(net.trace("backward/1").df.at(2, 2, 1), 14);
    expect(() => net.derivation("backward/1", "forget")).toThrow('has no derivation of "forget"; there are i, f, g, c');
  });

  test("of a backward half count steps as it computed them, or as the input has them", () => {
    const net = build(bidirectional(lstm(3)));
    net.gradients(inputs, inputs, { lengths: [4, 2, 3] });
    const computed = net.trace("backward").h;
    const beside = net.trace("backward", { order: "input" }).h;
    for (const [row, length] of [4, 2, 3].entries())
      for (let t = 0; t < length; t++) expect(beside.at(t, row, 1)).toBe(computed.at(length - 1 - t, row, 1));
    expect(net.trace("forward", { order: "input" }).h.at(1, 0, 0)).toBe(net.trace("forward").h.at(1, 0, 0));
  });

  test("are refused where there are none, with what there is", () => {
    const net = build();
    net.predict(inputs);
    expect(() => net.trace("forward/2")).toThrow(
      'no cell "forward/2"; there are "forward/0", "forward/1", "backward/0", "backward/1"',
    );
    expect(() => net.trace("forward/0").forget).toThrow('There is no "forget" in the trace of forward/0/; there are i, f, g, o');
    expect(() => net.trace("forward/0").f.at(4, 0, 0)).toThrow("no element [4, 0, 0], its shape is [4, 3, 4]: step, row, unit");
    net.gradients(inputs, inputs);
    expect(() => net.gradient("forward/kernel")).toThrow('no weight "forward/kernel"; there are forward/0/kernel');
  });

  test("that no pass has computed are not shown: gradients after a prediction would be those of an earlier pass", () => {
    const net = build();
    expect(() => net.trace("forward/0")).toThrow("trace needs a forward pass before it");
    expect(() => net.finalState()).toThrow("finalState needs a forward pass before it");
    net.gradients(inputs, inputs);
    expect(net.trace("forward/0").df.at(0, 0, 0)).not.toBe(0);
    net.predict(inputs);
    expect(() => net.trace("forward/0").df).toThrow('There is no "df" in the trace');
    expect(() => net.gradient("dense/kernel")).toThrow("gradient needs a backward pass before it");
    expect(() => net.initialStateGradient()).toThrow("initialStateGradient needs a backward pass before it");
  });

  test("do not depend on the batch that they stand in, nor on those before it", () => {
    const net = build();
    const alone = inputs.map((row) => (net.predict([row]) as number[][][])[0]);
    expect(net.predict(inputs)).toEqual(alone);
    expect((net.predict(inputs.map((row) => row.slice(0, 2))) as number[][][])[0].length).toBe(2);
    expect(net.predict(inputs)).toEqual(alone);
  });

  test("are those of its weights, which can be set", () => {
    const [one, other] = [
      build(),
      network({ input: ids(10), layers: bidirectional(stacked(lstm(4), lstm(3))), dense: 10, seed: 2 }),
    ];
    expect(other.predict(inputs)).not.toEqual(one.predict(inputs));
    for (const { path } of one.parameters) other.setWeight(path, one.weight(path));
    expect(other.predict(inputs)).toEqual(one.predict(inputs));
    expect(() => other.setWeight("dense/bias", [[1, 2]])).toThrow("dense/bias has the shape [1, 2], expected is [1, 10]");
  });
});

describe("states", () => {
  const net = network({ input: ids(10), layers: stacked(lstm(3), layerNormLstm(4)), dense: 10 });
  const halves = inputs.map((row) => [row.slice(0, 2), row.slice(2)]);

  test("go in and come out by path, and a sequence in two parts is the whole", () => {
    const whole = net.predict(inputs) as number[][][];
    net.predict(halves.map(([first]) => first));
    const initialState = net.finalState();
    expect(
      net.predict(
        halves.map(([, second]) => second),
        { initialState },
      ),
    ).toEqual(whole.map((row) => row.slice(2)));
    net.predict(inputs);
    const end = net.finalState();
    net.resetState();
    net.predict(
      halves.map(([first]) => first),
      { carryState: true },
    );
    net.predict(
      halves.map(([, second]) => second),
      { carryState: true },
    );
    expect(net.finalState()).toEqual(end);
  });

  test("have gradients: of the initial state, and of the final one where something reads it", () => {
    const initialState = { "0": { h: [[0.1, 0.2, 0.3]], c: [[0.3, 0.2, 0.1]] } };
    const [row] = inputs;
    net.gradients([row], [row], { initialState });
    const byHand = net.initialStateGradient()["0"].c[0][1];
    const plain = net.gradient("0/kernel");
    const lossAt = (c: number) =>
      net.evaluate([row], [row], { initialState: { "0": { h: [[0.1, 0.2, 0.3]], c: [[0.3, c, 0.1]] } } });
    expect(byHand).toBeCloseTo((lossAt(0.2 + 1e-5) - lossAt(0.2 - 1e-5)) / 2e-5, 9);
    net.gradients([row], [row], { initialState, finalStateGradient: { "1": { c: [[1, 1, 1, 1]] } } });
    expect(net.gradient("0/kernel")).not.toEqual(plain);
    net.gradients([row], [row], { initialState });
    expect(net.gradient("0/kernel")).toEqual(plain);
  });

  test("carried from step to step train a stream", () => {
    const stream = network({ input: ids(4), layers: gru(8), dense: 4 });
    const { losses } = stream.fit([[0, 1, 2, 3]], [[1, 2, 3, 0]], {
      optimizer: adam({ learningRate: 0.05 }),
      steps: 60,
      carryState: true,
    });
    expect(losses.at(-1)).toBeLessThan(0.1);
  });
});

describe("training", () => {
  const build = () => network({ input: ids(10), layers: rnn(12), readout: "last", dense: 10 });

  test("goes on where the same optimizer stood, and begins anew with another", () => {
    const [whole, parts, fresh] = [build(), build(), build()];
    const losses = whole.fit(inputs, targets, { optimizer: adam({ learningRate: 0.01 }), steps: 6 }).losses;
    const optimizer = adam({ learningRate: 0.01 });
    const first = parts.fit(inputs, targets, { optimizer, steps: 3 }).losses;
    expect([...first, ...parts.fit(inputs, targets, { optimizer, steps: 3 }).losses]).toEqual(losses);
    fresh.fit(inputs, targets, { optimizer: adam({ learningRate: 0.01 }), steps: 3 });
    expect(fresh.fit(inputs, targets, { optimizer: adam({ learningRate: 0.01 }), steps: 3 }).losses).not.toEqual(losses.slice(3));
  });

  test("takes the rows in turn, as many as are asked for", () => {
    const [turns, rows] = [build(), build()];
    const optimizer = sgd({ learningRate: 0.1 });
    const seen: number[] = [];
    turns.fit(inputs, targets, { optimizer, steps: 4, batchSize: 1, onStep: (step) => seen.push(step) });
    for (const n of [0, 1, 2, 0]) rows.fit([inputs[n]], [targets[n]], { optimizer, steps: 1 });
    expect(turns.weight("kernel")).toEqual(rows.weight("kernel"));
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test("that diverges says so", () => {
    const numbers = network({ input: features(1), layers: rnn(2, { activation: "relu" }), dense: 1, loss: "meanSquaredError" });
    const run = () => numbers.fit([[[1], [2]]], [[[1e3], [1e3]]], { optimizer: sgd({ learningRate: 1e30 }), steps: 50 });
    expect(run).toThrow(/Training diverged: the loss of step \d+ is/);
  });
});

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
      "lengths[1] is 5, expected is a whole number from 1 to 4",
    ],
    ["a length of nothing", () => net.predict(inputs, { lengths: [4, 0, 1] }), "lengths[1] is 0"],
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
      () => network({ input: ids(3), layers: { kind: "tree" }, dense: 1 }),
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
