import { describe, expect, test } from "vitest";
import { adam, bidirectional, features, gru, ids, lstm, network, reverse, sgd, stacked } from "../../../../engine/index.ts";
import { inputs } from "./rows.ts";

const one = (row: readonly number[]): number[][] => [Array.from(row)];

describe("masks", () => {
  const net = network({ input: ids(10), layers: bidirectional(lstm(3), { backward: gru(2) }), dense: 10 });

  test("say what lengths say, and more: holes and padding in front are as if they were not there", () => {
    const lengths = net.predict(inputs, { lengths: [4, 2, 0] }) as number[][][];
    const mask = [
      [true, true, true, true],
      [true, true, false, false],
      [false, false, false, false],
    ];
    expect(net.predict(inputs, { mask })).toEqual(lengths);
    const holes = net.predict([[-100, 5, Number.NaN, 9]], { mask: [[0, 1, 0, 1]] }) as number[][][];
    const alone = net.predict(one([5, 9])) as number[][][];
    expect([holes[0]![1], holes[0]![3]]).toEqual(alone[0]);
    net.predict([[0, 5, 0, 9]], { mask: [[0, 1, 0, 1]] });
    const state = net.finalState();
    net.predict(one([5, 9]));
    expect(net.finalState()).toEqual(state);
  });

  test("leave targets out, whatever stands there: -100, ids out of range, NaN", () => {
    const masked = net.evaluate([[1, 77, 5, 2]], [[1, -100, 9, Number.NaN]], { mask: [[1, 0, 1, 0]] });
    expect(masked).toBeCloseTo(net.evaluate(one([1, 5]), one([1, 9])), 14);
    expect(net.evaluate(inputs, inputs, { lengths: [0, 0, 0] })).toBe(0);
  });

  test("are read by the trace in the input's order, in a backward half too", () => {
    net.gradients([[1, 7, 5, 2]], [[1, 7, 5, 2]], { mask: [[1, 0, 1, 1]] });
    const [computed, beside] = [net.trace("backward").h, net.trace("backward", { order: "input" }).h];
    for (const [step, place] of [3, 1, 2, 0].entries()) expect(beside.at(step, 0, 1)).toBe(computed.at(place, 0, 1));
  });
});

describe("what the head reads", () => {
  const ways = stacked(lstm(3), bidirectional(lstm(2), { merge: "sum" }));

  test("is the mean of valid steps, or the final state", () => {
    for (const readout of ["mean", "final"] as const) {
      const net = network({ input: ids(10), layers: ways, readout, dense: 2 });
      expect((net.predict(inputs) as number[][]).map((row) => row.length)).toEqual([2, 2, 2]);
      expect(net.predict([[5, 9, 0, 0]], { lengths: [2] })).toEqual(net.predict(one([5, 9])));
    }
  });

  test("of rows without a step is the initial state, which counts; their mean is nothing, and does not", () => {
    const final = network({ input: ids(10), layers: gru(2), readout: "final", dense: 10 });
    const both = final.evaluate(inputs.slice(0, 2), [3, 5], { lengths: [4, 0] });
    const empty = final.evaluate(one([0]), [5], { lengths: [0] });
    expect(both).toBeCloseTo((final.evaluate(one(inputs[0]!), [3]) + empty) / 2, 14);
    expect(empty).toBeCloseTo(Math.log(10), 14);
    const mean = network({ input: ids(10), layers: gru(2), readout: "mean", dense: 10 });
    expect(mean.evaluate(inputs.slice(0, 2), [3, -1], { lengths: [4, 0] })).toBe(mean.evaluate(one(inputs[0]!), [3]));
  });

  test("goes through hidden layers, to an output that may be the embedding's own", () => {
    const net = network({
      input: ids(10, { embedding: 4, padding: 0 }),
      layers: reverse(lstm(6)),
      hidden: [{ units: 4, activation: "tanh" }],
      dense: { units: 10, bias: false, tied: true },
    });
    expect(net.parameters.map(({ path }) => path)).toEqual([
      "embedding/kernel",
      "layer/kernel",
      "layer/recurrentKernel",
      "layer/bias",
      "hidden/0/kernel",
      "hidden/0/bias",
    ]);
    const { losses } = net.fit(inputs, inputs, { optimizer: adam({ learningRate: 0.03 }), steps: 80 });
    expect(losses.at(-1)).toBeLessThan(0.3 * losses[0]!);
  });
});

describe("losses", () => {
  const build = (loss: object | string) => network({ input: features(2), layers: lstm(3), dense: 3, loss: loss as never });
  const x = [
    [
      [1, 2],
      [0, 1],
    ],
    [
      [1, 0],
      [3, 1],
    ],
  ];

  test("take ids, an id for none, weights of classes and of targets", () => {
    const net = build({ softmaxCrossEntropy: { ignore: -100, classWeights: [1, 2, 0.5] } });
    const each = (row: number, step: number, id: number) => {
      const logits = (net.predict(x) as number[][][])[row]![step]!;
      return Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0)) - logits[id]!;
    };
    const loss = net.evaluate(
      x,
      [
        [0, -100],
        [1, 2],
      ],
      {
        targetWeights: [
          [1, 9],
          [3, 1],
        ],
      },
    );
    expect(loss).toBeCloseTo((each(0, 0, 0) + 6 * each(1, 0, 1) + 0.5 * each(1, 1, 2)) / 7.5, 13);
    expect(() =>
      net.evaluate(x, [
        [0, -1],
        [1, 2],
      ]),
    ).toThrow("targets[0][1] is -1, expected is an id from 0 to 2, or -100 for none");
  });

  test("take probabilities and numbers", () => {
    const rows = [
      [
        [0.2, 0.3, 0.5],
        [1, 0, 0],
      ],
      [
        [0, 0, 1],
        [0.5, 0.5, 0],
      ],
    ];
    const losses = [
      "meanAbsoluteError",
      "binaryCrossEntropy",
      { softmaxCrossEntropy: { targets: "probabilities", labelSmoothing: 0.1 } },
    ];
    for (const loss of losses) {
      const net = build(loss);
      const { losses } = net.fit(x, rows, {
        optimizer: sgd({ learningRate: 0.1 }),
        steps: 30,
        batchSize: 1,
        targetWeights: [
          [1, 2],
          [0.5, 1],
        ],
      });
      expect(losses.at(-2)).toBeLessThan(losses[0]!);
    }
  });
});

test("Fitting by batches takes each batch's masks and weights with it", () => {
  const build = () => network({ input: ids(10), layers: gru(4), dense: 10 });
  const lengths = [4, 1, 3];
  const targetWeights = inputs.map((row, n) => row.map((_, t) => 1 + n + t));
  const [turns, rows] = [build(), build()];
  turns.fit(inputs, inputs, { optimizer: sgd({ learningRate: 0.1 }), steps: 3, batchSize: 1, lengths, targetWeights });
  const optimizer = sgd({ learningRate: 0.1 });
  for (const n of [0, 1, 2])
    rows.fit([inputs[n]], [inputs[n]], { optimizer, steps: 1, lengths: [lengths[n]!], targetWeights: [targetWeights[n]] });
  expect(turns.weight("kernel")).toEqual(rows.weight("kernel"));
});

test("Weights that are no numbers after the last step are told", () => {
  const net = network({ input: features(1), layers: lstm(2), dense: 1, loss: "meanSquaredError" });
  const broken = { slots: 0, apply: () => net.model.values.fill(Number.NaN) && 1 };
  expect(() => net.fit([[[1]]], [[[1]]], { optimizer: broken as never, steps: 1 })).toThrow(
    "all weights' squares after step 1 is NaN",
  );
});
