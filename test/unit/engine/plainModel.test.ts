import { describe, expect, test } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { draw } from "../../../engine/model/blueprint.ts";
import type { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import type { ModelPlan } from "../../../engine/model/shape.ts";
import { Random } from "../../../engine/random/random.ts";
import { plainModel, plainSpec, registry } from "./plainModel.ts";

const shape = { vocabularySize: 7, hiddenSize: 3, layers: 2, forgetBias: 1 };
const plan: ModelPlan = { steps: 5, batch: 2, precision: "float64", training: true, slots: 1, readout: "all" };

function build(changes: Partial<ModelPlan> = {}): SequenceModel {
  const model = plainModel(shape, { ...plan, ...changes });
  const random = new Random(9);
  for (let i = 0; i < model.values.length; i++) model.values[i] = 0.5 * random.normal();
  for (let i = 0; i < model.state.length; i++) model.state[i] = 0.5 * random.normal();
  for (let i = 0; i < model.inputs.length; i++) model.inputs[i] = random.below(7);
  for (let i = 0; i < model.targets.length; i++) model.targets[i] = random.below(7);
  return model;
}

describe("a language model", () => {
  test("names its parameters by their place, with the meaning of their rows", () => {
    const described = build().parameters.map(({ path, rows, columns, rowMeaning, gates }) => [
      path,
      rows,
      columns,
      rowMeaning,
      gates?.join(""),
    ]);
    expect(described).toEqual([
      ["0/kernel", 7, 12, "token", "ifgo"],
      ["0/recurrentKernel", 3, 12, "unit", "ifgo"],
      ["0/bias", 1, 12, "none", "ifgo"],
      ["1/kernel", 3, 12, "unitBelow", "ifgo"],
      ["1/recurrentKernel", 3, 12, "unit", "ifgo"],
      ["1/bias", 1, 12, "none", "ifgo"],
      ["dense/kernel", 3, 7, "unitBelow", undefined],
      ["dense/bias", 1, 7, "none", undefined],
    ]);
  });

  test("plans its memory to the byte", () => {
    const model = build();
    expect(model.plannedBytes).toBe(draw(registry, plainSpec(shape), plan).plannedBytes);
    expect(model.arena.floats.buffer.byteLength).toBe(model.plannedBytes);
  });

  test("predicts token by token, from weights copied in, what it computed in training", () => {
    const training = build();
    const predicting = build({ steps: 1, training: false, slots: 0 });
    predicting.values.set(training.values);
    training.forward();
    for (let t = 0; t < plan.steps; t++) {
      predicting.inputs.set(training.inputs.subarray(2 * t, 2 * t + 2));
      predicting.forward();
      predicting.carryState();
      expect([...predicting.logits(0)]).toEqual([...training.logits(t)]);
    }
  });

  test("reads out the last step only, where it is planned so, and learns from it alone", () => {
    const [all, last] = [build(), build({ readout: "last" })];
    last.inputs.set(all.inputs);
    for (const model of [all, last]) model.forward();
    expect([...last.logits(0)]).toEqual([...all.logits(plan.steps - 1)]);
    last.loss();
    last.zeroGradients();
    last.backward();
    expect(last.cells[1].trace(last.arena.floats).dh!.at(0, 0, 0)).not.toBe(0);
    expect(last.targets.length).toBe(plan.batch);
  });

  test("shows every gate, state and gradient of all steps by name, as the equations have them", () => {
    const model = build();
    model.forward();
    model.loss();
    model.zeroGradients();
    model.backward();
    for (const { i, f, g, o, c, tanhC, h, dh, dc, di, df, dg, do: dOut } of model.cells.map((cell) =>
      cell.trace(model.arena.floats),
    ))
      for (const [t, n, j] of [
        [1, 0, 0],
        [4, 1, 2],
        [2, 1, 1],
      ]) {
        const at = (tensor: typeof i, step = t) => tensor!.at(step, n, j);
        expect(at(c)).toBeCloseTo(at(f) * at(c, t - 1) + at(i) * at(g), 14);
        expect(at(tanhC)).toBeCloseTo(Math.tanh(at(c)), 14);
        expect(at(h)).toBeCloseTo(at(o) * at(tanhC), 14);
        expect(at(di)).toBeCloseTo(at(dc) * at(g) * at(i) * (1 - at(i)), 14);
        expect(at(df)).toBeCloseTo(at(dc) * at(c, t - 1) * at(f) * (1 - at(f)), 14);
        expect(at(dg)).toBeCloseTo(at(dc) * at(i) * (1 - at(g) ** 2), 14);
        expect(at(dOut)).toBeCloseTo(at(dh) * at(tanhC) * at(o) * (1 - at(o)), 14);
      }
  });

  test("refuses ids beyond its vocabulary, before and behind", () => {
    const model = build();
    model.inputs[3] = 7;
    expect(() => model.forward()).toThrow(EngineError);
    model.inputs[3] = 0;
    model.targets[1] = -1;
    model.forward();
    expect(() => model.loss()).toThrow("The target id -1 at place 1");
  });

  test("refuses sizes that cannot be", () => {
    expect(() => plainModel({ ...shape, layers: 0 }, plan)).toThrow(
      "stacked of the network: layers is a list of 0, must be a list of at least one network",
    );
    expect(() => plainModel({ ...shape, hiddenSize: 1.5 }, plan)).toThrow(
      "lstm of 0/: hiddenSize is 1.5, must be a whole number from 1 on",
    );
  });
});
