import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkCase } from "../../engine/parity/checks/caseCheck.ts";
import { readCase } from "../../engine/parity/readCase.ts";
import { type ParityResult, runCase } from "../../engine/parity/runCase.ts";

/** What the format lets a case leave out, say otherwise, or have where nobody reads. */

type Editable = { [key: string]: Editable } & Editable[];
type Edit = (json: Editable) => unknown;

const folder = join(import.meta.dirname, "cases");
const texts = {
  /** Ids in, two LSTMs, carried states. */
  stacked: readFileSync(join(folder, "stacked-carried.lstm-parity.json"), "utf8"),
  /** Numbers in and out, an LSTM. */
  regression: readFileSync(join(folder, "torch-regression.lstm-parity.json"), "utf8"),
  /** Ids over an embedding, in both directions, with masks. */
  masked: readFileSync(join(folder, "byHand/masks-with-holes.lstm-parity.json"), "utf8"),
  final: readFileSync(join(folder, "byHand/bidirectional-final-concat.lstm-parity.json"), "utf8"),
  meanAll: readFileSync(join(folder, "byHand/mean-all.lstm-parity.json"), "utf8"),
  computed: readFileSync(join(folder, "byHand/reverse-outputs-computed.lstm-parity.json"), "utf8"),
  learned: readFileSync(join(folder, "frameworks/torch-trained-initial-state.lstm-parity.json"), "utf8"),
  tied: readFileSync(join(folder, "frameworks/torch-tied-embedding.lstm-parity.json"), "utf8"),
  residual: readFileSync(join(folder, "frameworks/torch-residual-highway.lstm-parity.json"), "utf8"),
} as const;

function edited(name: keyof typeof texts, edit: Edit): string {
  const json = JSON.parse(texts[name]) as Editable;
  edit(json);
  return JSON.stringify(json);
}

const run = (name: keyof typeof texts, edit: Edit = () => undefined): ParityResult => runCase(readCase(edited(name, edit)));
const set = (target: Editable, key: string | number, value: unknown) => void Object.assign(target, { [key]: value });
const drop = (target: Editable, ...keys: string[]): void => {
  for (const key of keys) Reflect.deleteProperty(target, key);
};

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

/** What is done to a good case, and what the error says of it. */
const refusals: readonly (readonly [string, keyof typeof texts, Edit, string])[] = [
  ["an unknown key of the case", "stacked", (json) => set(json, "seed", 1), '"seed" is not known here'],
  ["an unknown key of the model", "stacked", (json) => set(json.model, "vocabulary", 5), 'model: "vocabulary" is not known here'],
  ["an unknown key of a step", "stacked", (json) => set(json.steps[1], "length", [4, 4]), 'steps[1]: "length" is not known here'],
  [
    "an unknown key of the output",
    "stacked",
    (json) => set(json.model.dense, "activation", "tanh"),
    'model.dense: "activation" is not known',
  ],
  [
    "an unknown key of the embedding",
    "tied",
    (json) => set(json.model.embedding, "mask", 0),
    'model.embedding: "mask" is not known',
  ],
  [
    "an unknown key of a hidden layer",
    "tied",
    (json) => set(json.model.hidden[0], "size", 4),
    'model.hidden[0]: "size" is not known',
  ],
  [
    "an unknown key of the loss",
    "meanAll",
    (json) => set(json.model.loss, "reduction", "sum"),
    'model.loss: "reduction" is not known',
  ],
  ["an unknown key of what is expected", "stacked", (json) => set(json.expect, "norm", 1), 'expect: "norm" is not known'],
  [
    "an unknown key of inputs",
    "stacked",
    (json) => set(json.steps[0].inputs, "mask", []),
    'steps[0].inputs: "mask" is not known',
  ],
  ["an unknown kind of numbers", "stacked", (json) => set(json, "dtype", "bfloat16"), "dtype: must be one of float64, float32"],
  [
    "a file of its own",
    "stacked",
    (json) => set(json, "model", { file: "a.keras" }),
    "a model in a file of its own is not read here yet",
  ],
  [
    "a mask beside lengths",
    "masked",
    (json) => set(json.steps[0], "lengths", [1, 1, 1]),
    'steps[0].mask: is in place of "lengths"; give one of them',
  ],
  ["a mask of numbers", "masked", (json) => set(json.steps[0].mask[0], 0, 1), "steps[0].mask[0][0]: must be true or false, is 1"],
  [
    "a mask of other steps",
    "masked",
    (json) => set(json.steps[0], "mask", [[true]]),
    "steps[0].mask: has [1, 1] steps, expected are [3, 5]",
  ],
  [
    "a mask for outputs as they are computed",
    "computed",
    (json) =>
      drop(json.steps[0], "lengths") ??
      set(json.steps[0], "mask", [
        [true, true, true, true],
        [true, true, false, false],
      ]),
    'steps[0].mask: the network has a "reverse" with outputs "computed", which takes no mask',
  ],
  [
    "other outputs of a reversed layer",
    "computed",
    (json) => set((json.model.network as unknown as { reverse: Editable }).reverse, "outputs", "flipped"),
    "must be one of turned, computed",
  ],
  [
    "weights of other targets",
    "stacked",
    (json) => set(json.steps[0], "targetWeights", [[1, 2]]),
    "steps[0].targetWeights: has [1, 2] weights, expected are [2, 4]",
  ],
  [
    "a loss of ids that wants numbers",
    "stacked",
    (json) => set(json.model, "loss", "binaryCrossEntropy"),
    'model.loss: the targets of "binaryCrossEntropy" are numbers, not ids',
  ],
  [
    "a divisor of another mean",
    "meanAll",
    (json) => set(json.model.loss, "divideBy", "steps"),
    'model.loss.divideBy: is of the mean "valid" alone',
  ],
  [
    "class weights of other classes",
    "meanAll",
    (json) => set(json.model.loss, "classWeights", [1]),
    "model.loss.classWeights: has 1 weights for 4 units",
  ],
  [
    "a smoothing of more than all",
    "meanAll",
    (json) => set(json.model.loss, "labelSmoothing", 2),
    "labelSmoothing: must be from 0 to 1",
  ],
  [
    "a penalty on no weight",
    "meanAll",
    (json) => set(json.model.loss, "penalty", { l2: 0.1, weights: ["0/kernel"] }),
    'model.loss.penalty.weights[0]: there is no weight "0/kernel"; there are kernel, recurrent_kernel, bias',
  ],
  [
    "an unknown readout",
    "stacked",
    (json) => set(json.model, "readout", "first"),
    "model.readout: must be one of all, last, mean, final",
  ],
  [
    "the final state of a layer that has none",
    "stacked",
    (json) => set(json.model, "readout", "final") ?? json.model.network.stacked.push({ dense: { units: 4 } } as never),
    "model.readout: a network that ends in a dense layer has no final state to read",
  ],
  [
    "an unknown activation of a dense layer",
    "tied",
    (json) => set(json.model.hidden[0], "activation", "gelu"),
    "model.hidden[0].activation: must be one of linear, tanh, relu, sigmoid",
  ],
  [
    "an output tied to nothing",
    "stacked",
    (json) => set(json.model.dense, "tied", true),
    "model.dense.tied: there is no embedding to be tied to",
  ],
  [
    "an output tied to fewer rows",
    "tied",
    (json) => set(json.model.dense, "units", 5),
    "model.dense.tied: the embedding has 6 rows for 5 units",
  ],
  [
    "an output tied to other columns",
    "tied",
    (json) => set(json.model.hidden[0], "units", 3),
    "model.dense.tied: the embedding has rows of 4 numbers for 3 features",
  ],
  [
    "a kernel beside the one that is tied",
    "tied",
    (json) => set(json.weights, "dense/kernel", {}),
    'weights: "dense/kernel" is not known here',
  ],
  [
    "a padding id that there is not",
    "tied",
    (json) => set(json.model.embedding, "padding", 6),
    "model.embedding.padding: the id 6 is not below 6",
  ],
  [
    "numbers to be embedded",
    "regression",
    (json) => set(json.model, "embedding", { size: 2 }),
    "model.embedding: reads ids, and the inputs are numbers",
  ],
  [
    "initial states to learn, of which there are none",
    "learned",
    (json) => drop(json, "initialState"),
    'trainInitialState: there is nothing to train: "initialState" says which states',
  ],
  [
    "an initial state for each row, to be learned",
    "learned",
    (json) => set(json.initialState["0/"].h, "shape", [3, 4]),
    "initialState.0/.h: has the shape [3, 4], expected is [1, 4]",
  ],
];

describe("what is refused, saying where", () => {
  for (const [what, name, edit, message] of refusals)
    test(what, () => {
      expect(() => readCase(edited(name, edit))).toThrow(message);
    });
});
