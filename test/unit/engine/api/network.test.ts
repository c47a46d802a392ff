import { describe, expect, test } from "vitest";
import { adam, bidirectional, features, gru, ids, lstm, network, stacked } from "../../../../engine/index.ts";
import { inputs, targets } from "./rows.ts";

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
