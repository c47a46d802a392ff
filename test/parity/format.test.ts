import { describe, expect, test } from "vitest";
import { checkCase } from "../../engine/parity/checks/caseCheck.ts";
import { readCase } from "../../engine/parity/readCase.ts";
import { drop, type Edit, type Editable, edited, run, set } from "./edited.ts";

/** What the format lets a case leave out, say otherwise, or have where nobody reads. */

describe("what a case may leave out", () => {
  test("is taken for what the format says", () => {
    const leaveOut: Edit = (json) => {
      drop(json.model, "readout", "loss");
      drop(json, "source", "dtype", "tolerance", "initialState");
    };
    const given = readCase(edited("stacked", leaveOut));
    expect(given.tolerance).toEqual({ absolute: 1e-9, relative: 1e-7 });
    expect([given.readout, given.source]).toEqual(["all", ""]);
    expect(readCase(edited("stacked", (json) => set(json, "dtype", "float32") ?? drop(json, "tolerance"))).tolerance).toEqual({
      absolute: 1e-5,
      relative: 1e-4,
    });
  });

  test("of what it expects is not compared", () => {
    const whole = run("stacked").compared;
    for (const key of ["losses", "steps", "weights"]) {
      const part = run("stacked", (json) => drop(json.expect, key));
      expect(part.first).toBeNull();
      expect(part.compared).toBeLessThan(whole);
    }
    expect(() => run("stacked", (json) => set(json, "expect", {}))).toThrow("expect: expects nothing");
  });

  test("are optimizer and targets, where nothing is trained", () => {
    const forward: Edit = (json) => {
      drop(json, "optimizer");
      for (const step of Object.values(json.steps)) drop(step, "targets");
      drop(json.expect, "losses", "weights");
      for (const step of Object.values(json.expect.steps)) drop(step, "gradients");
      set(json, "steps", [json.steps[0]]);
      set(json.expect, "steps", { "0": json.expect.steps["0"] });
    };
    expect(run("stacked", forward)).toMatchObject({ first: null });
    expect(() => run("stacked", (json) => forward(json) ?? set(json.expect, "losses", [1]))).toThrow(
      "expect.losses: the steps have no targets",
    );
    const gradients = { "dense/bias": { shape: [5], data: [0, 0, 0, 0, 0] } };
    const withGradients: Edit = (json) => forward(json) ?? set(json.expect.steps["0"], "gradients", gradients);
    expect(() => run("stacked", withGradients)).toThrow("expect.steps.0.gradients: the steps have no targets");
    expect(() => run("stacked", (json) => drop(json.steps[1], "targets"))).toThrow("step 1 and step 0 differ in having targets");
  });

  test("is the dense output: outputs and final states are left to compare", () => {
    const alone: Edit = (json) => {
      drop(json.model, "dense", "loss", "hidden");
      drop(json, "optimizer");
      drop(json.weights, "dense/kernel", "dense/bias");
      set(json, "steps", [{ inputs: json.steps[0].inputs }]);
      const { outputs, finalState } = json.expect.steps["0"];
      set(json, "expect", { steps: { "0": { outputs, finalState } } });
    };
    const result = run("stacked", alone);
    expect(result.first).toBeNull();
    expect(result.compared).toBeGreaterThan(50);
    const logits: Edit = (json) => alone(json) ?? set(json.expect.steps["0"], "logits", {});
    expect(() => run("stacked", logits)).toThrow("expect.steps.0.logits: there is no dense output");
    expect(() => run("stacked", (json) => drop(json.model, "dense"))).toThrow(
      "model.loss: is of the dense output, and there is none",
    );
  });
});

describe("where nobody reads", () => {
  test("ids of -100, ids out of range and NaN may stand, and nothing there is compared", () => {
    const strange: Edit = (json) => {
      const [step] = json.steps as unknown as [Editable];
      const { outputs } = json.expect.steps["0"];
      const size = (outputs.shape as unknown as number[])[2]!;
      for (const [n, row] of Object.values(step.mask).entries())
        for (const [t, valid] of Object.values(row).entries()) {
          if (valid as unknown as boolean) continue;
          set(step.inputs.ids[n], t, [-100, 999, null][t % 3]);
          set(step.targets.ids[n], t, [null, -100, 999][t % 3]);
          for (let j = 0; j < size; j++) set(outputs.data, (n * 5 + t) * size + j, [null, 77][t % 2]);
        }
    };
    expect(run("masked", strange)).toMatchObject({ first: null });
    expect(() => run("masked", (json) => set(json.steps[0].inputs.ids[0], 2, -100))).toThrow(
      "steps[0].inputs.ids[0][2]: must be a whole number from 0 on, is -100",
    );
  });

  test("past a length, numbers may be null, and where they are read they may not", () => {
    const shorter: Edit = (json) => {
      const [step] = json.steps as unknown as [Editable];
      const [rows, time, size] = step.inputs.shape as unknown as number[];
      set(
        step,
        "lengths",
        Array.from({ length: rows! }, (_, n) => (n === 0 ? 1 : time!)),
      );
      set(json, "steps", [step]);
      set(json, "expect", { losses: [0] });
      for (let j = size!; j < time! * size!; j++) set(step.inputs.data, j, null);
    };
    expect(run("regression", shorter).compared).toBe(1);
    expect(() => run("regression", (json) => shorter(json) ?? set(json.steps[0].inputs.data, 0, null))).toThrow(
      "steps[0].inputs.data[0]: must be a number, is null",
    );
    expect(() => run("regression", (json) => set(json.weights["dense/bias"].data, 0, null))).toThrow("must be a number, is null");
  });

  test("of padded losses everything is read", () => {
    const padded: Edit = (json) => set(json.model, "loss", { name: "softmaxCrossEntropy", mean: "padded" });
    expect(() => run("masked", (json) => padded(json) ?? set(json.steps[0].targets.ids[0], 0, -100))).toThrow(
      "steps[0].targets.ids[0][0]: must be a whole number from 0 on",
    );
  });
});

test("Probabilities may be expected beside logits, or in their place", () => {
  const softmax = (logits: number[]) => {
    const sum = logits.reduce((total, z) => total + Math.exp(z), 0);
    return logits.map((z) => Math.exp(z) / sum);
  };
  const probabilities =
    (by: number): Edit =>
    (json) => {
      const { logits } = json.expect.steps["0"];
      const data = logits.data as unknown as number[];
      const rows = Array.from({ length: data.length / 5 }, (_, row) => softmax(data.slice(row * 5, row * 5 + 5)));
      set(json.expect.steps["0"], "probabilities", { shape: logits.shape, data: rows.flat().map((p) => p + by) });
      drop(json.expect.steps["0"], "logits");
    };
  expect(run("stacked", probabilities(0))).toMatchObject({ first: null });
  expect(run("stacked", probabilities(1e-6)).first).toMatchObject({ step: 0, quantity: "probabilities" });
});

test("Ids below a residual connection are one-hot vectors", () => {
  const oneHot: Edit = (json) => {
    const rows = [
      [0, 3, 1],
      [2, 2, 0],
    ];
    const step = { inputs: { ids: rows }, targets: { ids: rows.map((row) => row.map((id) => id % 3)) } };
    set(json, "steps", [step]);
    set(json, "expect", { losses: [0] });
  };
  const written: Edit = (json) => {
    oneHot(json);
    const ids = [0, 3, 1, 2, 2, 0];
    const data = ids.flatMap((id) => [0, 1, 2, 3].map((k) => Number(k === id)));
    set(json.steps[0], "inputs", { shape: [2, 3, 4], data });
  };
  expect(run("residual", oneHot).largest!.ours).toBe(run("residual", written).largest!.ours);
});

describe("a step that is reset", () => {
  test("begins from the initial state again", () => {
    const again: Edit = (json) => {
      set(json, "steps", [json.steps[0], { ...json.steps[0], resetState: true }]);
      set(json, "optimizer", { name: "sgd", learningRate: 0 });
      set(json, "expect", { losses: [0, 0], steps: { "0": json.expect.steps["0"], "1": json.expect.steps["0"] } });
      for (const step of Object.values(json.expect.steps)) drop(step, "gradients");
    };
    expect(run("stacked", again).first).toMatchObject({ quantity: "loss" });
    const carried = run("stacked", (json) => again(json) ?? drop(json.steps[1], "resetState"));
    expect(carried.largest!.share).not.toBe(run("stacked", again).largest!.share);
  });
});

describe("a case that does not agree", () => {
  const now = () => 0;

  test("because its head reads something else, is told what", () => {
    const wrong = edited("final", (json) => set(json.model, "readout", "last"));
    const { outcome, message, first } = checkCase(wrong, now);
    expect([outcome, first!.quantity]).toEqual(["failed", "logits"]);
    expect(message).toBe('Outputs and final states agree. With the readout "final" in place of "last" everything does.');
  });

  test("because its loss is divided by something else, is told what", () => {
    for (const mean of ["valid", "rows", "sum"]) {
      const wrong = edited("meanAll", (json) => set(json.model.loss, "mean", mean));
      const { message, first } = checkCase(wrong, now);
      expect(first!.quantity).toBe("loss");
      expect(message).toBe(`Everything before the loss agrees. With the mean "all" in place of "${mean}" the rest does too.`);
    }
  });

  test("for another reason, is told nothing", () => {
    const wrong = edited("meanAll", (json) => set(json.expect.losses, 0, 5));
    expect(checkCase(wrong, now)).toMatchObject({ outcome: "failed", message: "" });
  });
});
