import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { adam, type Network, type Optimizer, sgd } from "../../../engine/index.ts";
import { type HandState, manyToOne, zeroStates } from "./byHand.ts";
import { handWeights, kerasModel, kerasOrder, kerasWeight, ourNetwork, sequences, timesteps, units } from "./threeLayers.ts";

/**
 * The article that looks under Keras' hood: three layers of ten units with hard-sigmoid gates, ten steps, one number out. Keras' layers run
 * live in TensorFlow.js (float32); by hand the network is computed once more from the same weights (float64).
 */

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend("cpu");
});

const float32 = 2e-5;
const float64 = 1e-12;

const farthest = (actual: readonly number[], expected: readonly number[]): number => {
  expect(actual.length).toBe(expected.length);
  return Math.max(...expected.map((value, index) => Math.abs(actual[index] - value)));
};

const kerasPredicts = (model: tf.Sequential, batch: readonly number[][]): number =>
  (model.predict(tf.tensor3d([batch as number[][]])) as tf.Tensor).dataSync()[0];

const ourPrediction = (net: Network, batch: readonly number[][], carryState: boolean): number =>
  (net.predict([batch], { carryState }) as number[][])[0][0];

describe("forward, over 150 batches of whole numbers as in the article", () => {
  const batches = sequences(150);

  test.each([
    ["each batch begins at zero", false],
    ["stateful: each batch begins where the one before ended", true],
  ])("%s: Keras, the computation by hand and the engine agree", (_, stateful) => {
    const model = kerasModel({ stateful });
    const net = ourNetwork(model);
    const { layers, dense } = handWeights((path) => net.weight(path));
    const states: HandState[] = zeroStates(layers);

    const keras = batches.map((batch) => kerasPredicts(model, batch));
    const hand = batches.map((batch) => manyToOne(layers, dense, batch, stateful ? states : zeroStates(layers)));
    const engine = batches.map((batch) => ourPrediction(net, batch, stateful));

    expect(farthest(engine, hand)).toBeLessThan(float64);
    expect(farthest(engine, keras)).toBeLessThan(float32);
    expect(new Set(engine.map((value) => value.toFixed(6))).size).toBeGreaterThan(100);
  });

  test("stateful and not are different networks, and reset makes them one again", () => {
    const net = ourNetwork(kerasModel({}));
    const [first, second] = batches;
    const fresh = ourPrediction(net, second, false);
    net.resetState();
    ourPrediction(net, first, true);
    expect(Math.abs(ourPrediction(net, second, true) - fresh)).toBeGreaterThan(1e-6);
    net.resetState();
    expect(ourPrediction(net, second, true)).toBe(fresh);
  });

  test("the hard sigmoid is at work: gates are shut and open altogether", () => {
    const net = ourNetwork(kerasModel({}));
    net.predict([batches[0]]);
    const trace = net.trace("0");
    const ofUnit = (gate: string, unit: number) => Array.from({ length: timesteps }, (_, t) => trace[gate].at(t, 0, unit));
    const gates = ["i", "f", "o"].flatMap((gate) => Array.from({ length: units }, (_, unit) => ofUnit(gate, unit)).flat());
    expect(gates).toContain(0);
    expect(gates).toContain(1);
  });
});

describe("training", () => {
  const rows = 4;
  const inputs = sequences(rows * 12, 0.01);
  const targets = inputs.map((sequence) => [Math.sin(sequence[9][0] * 3) / 2 + sequence[4][0]]);
  const part = (step: number) =>
    [inputs, targets].map((all) => all.slice(step * rows, (step + 1) * rows)) as [number[][][], number[][]];

  const rules: readonly (readonly [string, () => tf.Optimizer, () => Optimizer, number])[] = [
    ["SGD", () => tf.train.sgd(0.05), () => sgd({ learningRate: 0.05 }), 2e-5],
    // TensorFlow.js' Adam corrects before it adds epsilon, as PyTorch does, and not as Keras in Python.
    ["Adam with Keras' epsilon of 1e-7", () => tf.train.adam(0.002), () => adam({ learningRate: 0.002, epsilon: 1e-7 }), 2e-4],
  ];

  test.each(rules.flatMap((rule) => [false, true].map((stateful) => [rule[0], stateful, rule] as const)))(
    "by %s, stateful %s, moves the weights as Keras does",
    async (_, stateful, [, theirs, ours, tolerance]) => {
      const model = kerasModel({ batch: rows, stateful });
      const net = ourNetwork(model);
      model.compile({ optimizer: theirs(), loss: "meanSquaredError" });
      const optimizer = ours();
      for (let step = 0; step < 12; step++) {
        const [x, y] = part(step);
        const loss = (await model.trainOnBatch(tf.tensor3d(x), tf.tensor2d(y))) as number;
        const { losses } = net.fit(x, y, { optimizer, steps: 1, carryState: stateful });
        expect(Math.abs(losses[0] - loss), `loss ${step}`).toBeLessThan(tolerance);
      }
      for (const path of kerasOrder)
        expect(farthest(net.weight(path).flat(), kerasWeight(model, path).flat()), path).toBeLessThan(tolerance);
    },
  );

  test("by SGD moves the weights as differences of the loss by hand say", () => {
    const net = ourNetwork(kerasModel({}));
    const [sequence] = inputs;
    const [target] = targets;
    const weights = Object.fromEntries(kerasOrder.map((path) => [path, net.weight(path)]));
    const lossByHand = (): number => {
      const { layers, dense } = handWeights((path) => weights[path]);
      return (manyToOne(layers, dense, sequence) - target[0]) ** 2;
    };
    const before = lossByHand();
    const slopes = Object.fromEntries(kerasOrder.map((path) => [path, weights[path].map((row) => slopesOf(row, lossByHand))]));
    const { losses } = net.fit([sequence], [target], { optimizer: sgd({ learningRate: 0.1 }), steps: 1 });

    expect(Math.abs(losses[0] - before)).toBeLessThan(float64);
    for (const path of kerasOrder) {
      const moved = weights[path].flatMap((row, r) => row.map((value, j) => value - 0.1 * slopes[path][r][j]));
      expect(farthest(net.weight(path).flat(), moved), path).toBeLessThan(1e-9);
    }
  });
});

/** Central differences of `value` over each number of the row, which is left as it was. */
function slopesOf(row: number[], value: () => number): number[] {
  const step = 1e-5;
  return row.map((at, index) => {
    const moved = (by: number): number => {
      row[index] = at + by;
      return value();
    };
    const slope = (moved(step) - moved(-step)) / (2 * step);
    row[index] = at;
    return slope;
  });
}
