import { describe, expect, test } from "vitest";
import { adam, gru, ids, layerNormLstm, lstm, network, stacked } from "../../../../engine/index.ts";
import { inputs } from "./rows.ts";

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
