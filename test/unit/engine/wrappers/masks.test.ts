import { describe, expect, test } from "vitest";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import { buildRandom, type Drawn, outputsOf, pass, readouts, usual } from "../support.ts";

const lstm = (hiddenSize: number): NetworkSpec => ({ lstm: { hiddenSize } });
const stacked = (layers: NetworkSpec[]): NetworkSpec => ({ stacked: { layers } });
const both = (forward: NetworkSpec, backward: NetworkSpec, merge = "concat"): NetworkSpec => ({
  bidirectional: { forward, backward, merge },
});
const build = (network: NetworkSpec, drawn: Partial<Drawn> = {}) => buildRandom(network, { ...usual, ...drawn });

describe("masks", () => {
  for (const length of [-1, 1.5, 5, 99])
    test(`of the length ${length} in a plan of 4 steps are refused`, () => {
      const model = build(lstm(3), { masks: "lengths" });
      expect(() => model.setLengths([4, length, 1])).toThrow(
        `The length of row 1 is ${length}, must be a whole number from 0 to 4`,
      );
    });

  test("that leave nothing out change no bit of what a plan without them computes", () => {
    for (const network of [lstm(3), both(stacked([lstm(3), lstm(2)]), lstm(4))])
      for (const readout of readouts) {
        const plain = build(network, { readout });
        const planned = buildRandom(network, { ...usual, readout }, { masks: true });
        expect(pass(planned)).toBe(pass(plain));
        expect([...planned.gradients]).toEqual([...plain.gradients]);
      }
  });

  test("that leave everything out give a loss of 0, gradients of 0, and the states with which they began", () => {
    for (const readout of ["all", "last", "mean"] as const) {
      const model = build(both(lstm(3), lstm(2)), { masks: "lengths", readout });
      model.setLengths([0, 0, 0]);
      const initial = model.state.slice();
      expect(pass(model)).toBe(0);
      expect(model.gradients.every((gradient) => gradient === 0)).toBe(true);
      model.carryState();
      expect(model.state).toEqual(initial);
    }
  });

  test("cost a plan without them nothing", () => {
    const plain = build(lstm(3));
    expect(plain.mask.length).toBe(0);
    expect(plain.plannedBytes).toBeLessThan(buildRandom(lstm(3), usual, { masks: true }).plannedBytes);
  });
});

describe("a reversed layer", () => {
  const reverse = (layer: NetworkSpec, outputs: string): NetworkSpec => ({ reverse: { layer, outputs } });

  test("is the backward half of a bidirectional network, turned back or as computed", () => {
    const halves = build(both(lstm(3), lstm(3)), { masks: "lengths", seed: 5 });
    halves.forward();
    const half = halves.values.length - 7 * usual.units;
    for (const outputs of ["turned", "computed"]) {
      const model = build(reverse(lstm(3), outputs), { masks: "lengths", seed: 5 });
      model.values.set(halves.values.subarray(half / 2, half));
      model.inputs.set(halves.inputs);
      model.state.set(halves.state.subarray(halves.state.length / 2));
      model.setLengths([4, 2, 0]);
      halves.setLengths([4, 2, 0]);
      halves.forward();
      model.forward();
      for (const [n, length] of [4, 2, 0].entries()) {
        const backward = outputsOf(halves)[n]!.map((row) => row.slice(3));
        const computed = [...backward.slice(0, length).toReversed(), ...backward.slice(length)];
        expect(outputsOf(model)[n]).toEqual(outputs === "turned" ? backward : computed);
      }
    }
  });

  test("whose outputs stay as computed refuses masks, and takes lengths", () => {
    const model = build(stacked([reverse(lstm(3), "computed"), lstm(2)]), { masks: "lengths" });
    model.setLengths([4, 0, 2]);
    model.forward();
    const message = "reverse of 0/ cannot have a mask, and that of row 1 leaves steps out before its last one";
    model.mask.fill(1);
    model.mask[1] = 0;
    expect(() => model.forward()).toThrow(message);
    expect(() => model.setMask(new Array(12).fill(1).fill(0, 1, 2))).toThrow(message);
    model.setMask(new Array(12).fill(true));
    model.forward();
  });

  test("has its layer's path, and cells that count the other way", () => {
    const { cells } = build(reverse(stacked([lstm(2), reverse(lstm(3), "turned")]), "turned"));
    expect(cells.map(({ path, reversed }) => [path, reversed])).toEqual([
      ["layer/0/", true],
      ["layer/1/layer/", false],
    ]);
  });
});
