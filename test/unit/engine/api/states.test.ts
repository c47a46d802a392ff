import { describe, expect, test } from "vitest";
import { adam, features, gru, ids, layerNormLstm, lstm, network, sgd, stacked } from "../../../../engine/index.ts";
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

  describe("that are carried", () => {
    const x = Array.from({ length: 4 }, (_, k) =>
      [0, 1].map((n) => [0, 1, 2].map((t) => [Math.sin(k + 2 * n + t), Math.cos(k - t)])),
    );
    const y = x.map((chunk) => chunk.map((row) => row.map(([a]) => [a! * a!])));
    const build = () => network({ input: features(2), layers: lstm(3), dense: 1, loss: "meanSquaredError" });
    type Net = ReturnType<typeof build>;
    /** The losses of a stream in four chunks, with something done before each. */
    const stream = (between: (net: Net, k: number) => void): readonly number[] => {
      const [net, optimizer] = [build(), sgd({ learningRate: 0.2 })];
      return x.map((chunk, k) => {
        between(net, k);
        return net.fit(chunk, y[k]!, { optimizer, steps: 1, carryState: true }).losses[0]!;
      });
    };
    const carried = stream(() => undefined);

    test.each<readonly [string, (net: Net) => unknown]>([
      ["an evaluation", (net) => net.evaluate(x[0]!, y[0]!)],
      ["a prediction", (net) => net.predict(x[1]!)],
      ["a prediction of fewer rows", (net) => net.predict([x[0]![0]!])],
      ["a prediction of more steps", (net) => net.predict(x[0]!.map((row) => [...row, ...row]))],
      [
        "a prediction from a state of its own",
        (net) =>
          net.predict(x[0]!, {
            initialState: {
              "": {
                h: [
                  [1, 1, 1],
                  [1, 1, 1],
                ],
              },
            },
          }),
      ],
      [
        "gradients with masks and weights",
        (net) => net.gradients(x[0]!, y[0]!, { lengths: [2, 0], targetWeights: y[0]!.map((row) => row.flat()) }),
      ],
    ])("are left alone by %s in between", (_, act) => {
      expect(stream((net) => void act(net))).toEqual(carried);
    });

    test("end where they are reset", () => {
      const reset = stream((net, k) => k === 2 && net.resetState());
      expect(reset.slice(0, 2)).toEqual(carried.slice(0, 2));
      expect(reset[2]).not.toBe(carried[2]);
      const afresh = stream((net) => net.resetState());
      expect(afresh[1]).not.toBe(carried[1]);
    });

    test("are of so many rows: a batch of others is refused until they are reset", () => {
      const net = build();
      net.predict(x[0]!, { carryState: true });
      const three = [...x[0]!, x[0]![0]!];
      expect(() => net.predict(three, { carryState: true })).toThrow(
        "carryState goes on from the state of 2 rows, and the batch has 3",
      );
      net.predict(three);
      net.resetState();
      expect(net.predict(three, { carryState: true })).toEqual(net.predict(three));
    });
  });

  test("that are learned are left aside where a state is given or carried", () => {
    const net = network({ input: ids(10), layers: gru(4), dense: 10, trainInitialState: true });
    net.fit(inputs, inputs, { optimizer: adam({ learningRate: 0.1 }), steps: 5 });
    const [row] = net.weight("initialState/h");
    expect(row!.every((number) => number !== 0)).toBe(true);
    const given = { initialState: { "": { h: inputs.map(() => row!) } } };
    expect(net.predict(inputs, given)).toEqual(net.predict(inputs));
    net.gradients(inputs, inputs, given);
    expect(net.gradient("initialState/h")).toEqual([[0, 0, 0, 0]]);
    net.gradients(inputs, inputs, { carryState: true });
    expect(net.gradient("initialState/h")).not.toEqual([[0, 0, 0, 0]]);
    net.gradients(inputs, inputs, { carryState: true });
    expect(net.gradient("initialState/h")).toEqual([[0, 0, 0, 0]]);
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
