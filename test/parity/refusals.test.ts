import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCase } from "../../engine/parity/readCase.ts";
import { runCase } from "../../engine/parity/runCase.ts";

type Editable = { [key: string]: Editable } & Editable[];

const text = readFileSync(join(import.meta.dirname, "cases/stacked-carried.lstm-parity.json"), "utf8");

function edited(edit: (json: Editable) => void): string {
  const json = JSON.parse(text) as Editable;
  edit(json);
  return JSON.stringify(json);
}

const set = (target: Editable, key: string | number, value: unknown) => void Object.assign(target, { [key]: value });

const lstm = (hiddenSize: number) => ({ lstm: { hiddenSize, layout: "keras" } });
const bothWays = (merge: string, halves: object) => ({ bidirectional: { ...halves, merge } });

/** What is done to a good case, and what the error says of it. */
const refusals: readonly (readonly [string, (json: Editable) => void, string])[] = [
  ["another format", (json) => set(json, "format", "onnx"), 'format: must be one of lstm-parity/1, is "onnx"'],
  ["a missing weight", (json) => Reflect.deleteProperty(json.weights, "1/bias"), 'weights: "1/bias" is missing'],
  ["a weight that no layer has", (json) => set(json.weights, "2/bias", {}), 'weights: "2/bias" is not known here'],
  [
    "a weight of the wrong shape",
    (json) => set(json.weights["0/bias"], "shape", [15]),
    "weights.0/bias: has the shape [15], expected is [16]",
  ],
  ["too few numbers", (json) => json.weights["0/bias"].data.pop(), "weights.0/bias: has 15 numbers; its shape [16] means 16"],
  [
    "a number that is none",
    (json) => set(json.weights["0/bias"].data, 2, null),
    "weights.0/bias.data[2]: must be a number, is null",
  ],
  [
    "an unknown layout",
    (json) => set(json.model.network.stacked[1].lstm, "layout", "mxnet"),
    "model.network.stacked[1].lstm.layout: must be one of",
  ],
  ["an unknown network", (json) => set(json.model, "network", { tree: {} }), 'model.network: "tree" is no network'],
  ["an unknown option", (json) => set(json.model.network.stacked[0].lstm, "zoneout", 0.1), '"zoneout" is not known here'],
  [
    "an id beyond the input",
    (json) => set(json.steps[0].inputs.ids[1], 2, 5),
    "steps[0].inputs.ids[1][2]: the id 5 is not below 5",
  ],
  ["uneven rows", (json) => json.steps[0].inputs.ids[1].pop(), "steps[0].inputs.ids: row 1 has 3 ids, row 0 has 4"],
  [
    "targets that are too short",
    (json) => set(json.steps[1].targets, "ids", [[1], [1]]),
    "steps[1].targets: has [2, 1] ids, expected are [2, 4]",
  ],
  [
    "another number of rows",
    (json) => set(json.steps, 2, { inputs: { ids: [[1]] }, targets: { ids: [[1]] } }),
    "step 2 has inputs of another kind",
  ],
  ["a loss too few", (json) => json.expect.losses.pop(), "expect.losses: has 4 losses for 5 steps"],
  ["an expectation of no step", (json) => set(json.expect.steps, "9", {}), "there is no step 9"],
  [
    "no size",
    (json) => set(json.model.network.stacked[0].lstm, "hiddenSize", 0),
    "hiddenSize: must be a whole number from 1 on, is 0",
  ],
  ["an unknown optimizer", (json) => set(json.optimizer, "name", "lion"), "optimizer.name: must be one of sgd, adam, adamw"],
  ["an option of another optimizer", (json) => set(json.optimizer, "rho", 0.9), '"rho" is not known here; known are name'],
  ["a bound that nothing passes", (json) => set(json.optimizer, "clipNorm", 0), "optimizer.clipNorm: must be above 0, is 0"],
  [
    "two ways of clipping",
    (json) => void Object.assign(json.optimizer, { clipNorm: 1, clipValue: 1 }),
    'optimizer: "clipNorm" and "clipValue" clip both; a case clips in one way at most',
  ],
  [
    "an unknown key of a bound",
    (json) => set(json.optimizer, "clipNorm", { bound: 1, eps: 1e-6 }),
    'optimizer.clipNorm: "eps" is not known here; known are bound, epsilon',
  ],
  ["Keras' clipnorm", (json) => set(json.optimizer, "clipnorm", 1), '"clipnorm" is not known here; known are name, '],
  ["a rate too few", (json) => set(json.optimizer, "learningRate", [0.1]), "optimizer.learningRate: has 1 rates for 5 steps"],
  ["a negative rate", (json) => set(json.optimizer, "learningRate", -1), "learningRate is -1, must be a number from 0 on"],
  ["a schedule", (json) => set(json.optimizer, "learningRate", { constant: 1 }), "optimizer.learningRate: must be a number"],
  ["a formula that there is not", (json) => set(json.optimizer, "formula", "jax"), "optimizer.formula: must be one of pytorch"],
  [
    "a decay of a weight that there is not",
    (json) => void Object.assign(json.optimizer, { weightDecay: 1, decayOnly: ["0/kernel", "kernel"] }),
    'optimizer.decayOnly[1]: there is no weight "kernel"; there are 0/kernel',
  ],
  [
    "used rows of no embedding",
    (json) => set(json.optimizer, "onlyUsedRows", true),
    "optimizer.onlyUsedRows: this network has no embedding",
  ],
  [
    "an unknown activation",
    (json) => set(json.model.network.stacked[0].lstm, "recurrentActivation", "softplus"),
    "recurrentActivation: must be one of sigmoid, hardSigmoid",
  ],
  [
    "halves that do not fit",
    (json) => set(json.model, "network", bothWays("sum", { forward: lstm(3), backward: lstm(2) })),
    'model.network.bidirectional: merge "sum" needs halves of one size; forward gives 3 features, backward 2',
  ],
  [
    "an unknown merge",
    (json) => set(json.model, "network", bothWays("max", { forward: lstm(3), backward: lstm(3) })),
    "model.network.bidirectional.merge: must be one of concat, sum, multiply, average",
  ],
  [
    "half a bidirectional network",
    (json) => set(json.model, "network", bothWays("sum", { forward: lstm(3) })),
    'model.network.bidirectional: "backward" is missing',
  ],
  [
    "a connection around a layer of another size",
    (json) => set(json.model, "network", { residual: lstm(3) }),
    "model.network.residual: makes 3 features of 5, must make as many as it reads",
  ],
  [
    "a length beyond the batch",
    (json) => set(json.steps[0], "lengths", [4, 5]),
    "steps[0].lengths[1]: the length 5 is beyond the 4 time steps of the inputs",
  ],
  [
    "a length of less than nothing",
    (json) => set(json.steps[0], "lengths", [-1, 4]),
    "steps[0].lengths[0]: must be a whole number from 0 on",
  ],
  ["a length too few", (json) => set(json.steps[0], "lengths", [4]), "steps[0].lengths: has 1 lengths for 2 rows"],
];

describe("a file that is no case, or no case for this version", () => {
  for (const [what, edit, message] of refusals)
    test(`is refused, saying where: ${what}`, () => {
      expect(() => readCase(edited(edit))).toThrow(message);
    });

  test("is refused if it is not even JSON", () => {
    expect(() => readCase("{")).toThrow("The file is not JSON");
  });
});

describe("a case that does not agree", () => {
  test("in its gradients alone, tells the one nearest to the loss, wherever it stands in the file", () => {
    const bend = (data: Editable) => set(data, 0, (data[0] as unknown as number) + 1);
    const result = runCase(
      readCase(
        edited((json) => {
          for (const path of ["0/kernel", "0/bias", "1/kernel"]) bend(json.expect.steps["0"].gradients[path].data);
        }),
      ),
    );
    expect(result.first).toMatchObject({ step: 0, quantity: "gradients 1/kernel", element: [0, 0] });
  });

  test("tells the first tensor that diverges, in the order of computation, and both numbers", () => {
    const bend = (data: Editable, by: number) => set(data, 7, (data[7] as unknown as number) + by);
    const result = runCase(
      readCase(
        edited((json) => {
          bend(json.expect.steps["4"].logits.data, 1e-6);
          bend(json.expect.weights["0/kernel"].data, 0.5);
        }),
      ),
    );
    expect(result.passed).toBe(false);
    expect(result.first).toMatchObject({ step: 4, quantity: "logits", element: [0, 1, 2] });
    expect(result.first!.expected - result.first!.ours).toBeCloseTo(1e-6, 12);
    expect(result.largest).toMatchObject({ step: null, quantity: "weights 0/kernel", element: [0, 7] });
  });

  test("fails on a number that is none", () => {
    const result = runCase(readCase(edited((json) => set(json.weights["0/bias"].data, 0, 1e308))));
    expect(result.passed).toBe(false);
  });

  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
  ])
    test(`sees gates ${a} and ${b} exchanged`, () => {
      const exchange = (json: Editable) => {
        for (const name of ["kernel", "recurrent_kernel", "bias"]) exchangeGates(json.weights[`0/${name}`].data, a, b, 4);
      };
      expect(runCase(readCase(edited(exchange))).first).toMatchObject({ step: 0, quantity: "outputs" });
    });
});

/** In rows of four gates of H columns. */
function exchangeGates(data: Editable, a: number, b: number, H: number): void {
  for (let row = 0; row < data.length; row += 4 * H)
    for (let j = 0; j < H; j++) {
      const [first, second] = [data[row + a * H + j], data[row + b * H + j]];
      set(data, row + a * H + j, second);
      set(data, row + b * H + j, first);
    }
}
