import { describe, expect, test } from "vitest";
import { bidirectional, ids, lstm, network, stacked } from "../../../../engine/index.ts";
import { inputs } from "./rows.ts";

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
