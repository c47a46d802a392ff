import { describe, expect, test } from "vitest";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import type { SequenceModel } from "../../../../engine/model/sequenceModel.ts";
import { buildRandom, type Drawn, outputsOf, usual } from "../support.ts";

const lstm = (hiddenSize: number): NetworkSpec => ({ lstm: { hiddenSize } });
const stacked = (layers: NetworkSpec[]): NetworkSpec => ({ stacked: { layers } });
const both = (forward: NetworkSpec, backward: NetworkSpec, merge = "concat"): NetworkSpec => ({
  bidirectional: { forward, backward, merge },
});
const build = (network: NetworkSpec, drawn: Partial<Drawn> = {}) => buildRandom(network, { ...usual, ...drawn });

describe("readouts", () => {
  const build3 = (network: NetworkSpec, readout: Drawn["readout"]) => build(network, { readout, masks: "holes", seed: 4 });
  const endOf = (model: SequenceModel, path: string) => {
    const { values, size } = model.cells.find((cell) => cell.path === path)!.states[0]!;
    return Array.from(model.arena.floats.subarray(values.at(model.steps), values.at(model.steps) + size * usual.N));
  };
  const features = (model: SequenceModel) => {
    const [kernel, bias] = ["dense/kernel", "dense/bias"].map((path) => model.parameters.find((each) => each.path === path)!);
    // With a unit kernel the logits are the features.
    kernel!.value.fill(0);
    for (let i = 0; i < kernel!.rows; i++) kernel!.value[i * kernel!.columns + i] = 1;
    bias!.value.fill(0);
    model.forward();
    return Array.from({ length: usual.N }, (_, n) => [...model.logits(0)].slice(n * 6, n * 6 + kernel!.rows));
  };

  test("of the final state merge both halves' ends, and take a stack's top's and what is within other wrappers", () => {
    const concat = build3(both(lstm(3), stacked([lstm(2), { residual: { layer: lstm(2) } }])), "final");
    const read = features(concat);
    const [forward, backward] = [endOf(concat, "forward/"), endOf(concat, "backward/1/layer/")];
    expect(read).toEqual(read.map((_, n) => [...forward.slice(3 * n, 3 * n + 3), ...backward.slice(2 * n, 2 * n + 2)]));
    const product = build3(both(lstm(3), lstm(3), "multiply"), "final");
    const products = features(product);
    const [a, b] = [endOf(product, "forward/"), endOf(product, "backward/")];
    expect(products.flat()).toEqual(a.map((value, i) => value * b[i]!));
    const top = build3(stacked([lstm(3), { highway: { layer: { reverse: { layer: lstm(3) } } } }]), "final");
    expect(features(top).flat()).toEqual(endOf(top, "1/layer/layer/"));
  });

  test("of the mean and of the last step leave masked steps out", () => {
    for (const readout of ["mean", "last"] as const) {
      const model = build3(both(lstm(3), lstm(2)), readout);
      const read = features(model);
      for (const [n, rows] of outputsOf(model).entries()) {
        const valid = rows.filter((_, t) => model.mask[t * usual.N + n] !== 0);
        const mean = rows[0]!.map((_, j) => valid.reduce((sum, row) => sum + row[j]!, 0) / Math.max(1, valid.length));
        const wanted = readout === "mean" ? mean : (valid.at(-1) ?? mean.map(() => 0));
        for (const [j, value] of wanted.entries()) expect(read[n]![j]).toBeCloseTo(value, 14);
      }
    }
  });

  test("of the final state are refused where there is none", () => {
    for (const network of [stacked([lstm(3), { dense: { units: 2 } }]), both(lstm(3), { dense: { units: 2 } })])
      expect(() => build(network, { readout: "final" })).toThrow("of a network that ends in a layer without a state");
  });
});
