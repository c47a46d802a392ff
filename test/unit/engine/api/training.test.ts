import { describe, expect, test } from "vitest";
import { adam, features, ids, network, rnn, sgd } from "../../../../engine/index.ts";
import { inputs, targets } from "./rows.ts";

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
