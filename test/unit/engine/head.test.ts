import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KernelSource, referenceSet, simdSet } from "../../../engine/kernels/sets/choose.ts";
import type { NetworkSpec } from "../../../engine/layers/networkSpec.ts";
import { readouts } from "../../../engine/layers/readout.ts";
import type { ModelSpec } from "../../../engine/model/blueprint.ts";
import { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import type { ModelPlan } from "../../../engine/model/shape.ts";
import { checkGradients } from "../../../engine/parity/gradientCheck.ts";
import { variants } from "../kernels/desk.ts";
import { distance, fillRandom, pass } from "./support.ts";

const [T, N, V] = [4, 3, 6];
const lstm = (hiddenSize: number): NetworkSpec => ({ lstm: { hiddenSize } });

/** Ids in, the same ids out: over an embedding of four numbers, with an LSTM of as many units. */
function build(
  changes: Partial<ModelSpec> = {},
  plan: Partial<ModelPlan> = {},
  kernels: KernelSource = referenceSet,
): SequenceModel {
  const spec: ModelSpec = {
    input: { kind: "ids", size: V },
    embedding: { size: 4 },
    network: lstm(4),
    dense: { units: V, bias: true },
    loss: "softmaxCrossEntropy",
    ...changes,
  };
  const whole: ModelPlan = { steps: T, batch: N, precision: "float64", training: true, slots: 0, readout: "all", ...plan };
  const model = new SequenceModel(spec, whole, kernels);
  fillRandom(model, { T, N, D: V, units: V, input: "ids", loss: "softmaxCrossEntropy", readout: "all", seed: 3 });
  return model;
}

const parameter = (model: SequenceModel, path: string) => model.parameters.find((each) => each.path === path)!;
/** Gives a model what another has: weights of the same name, inputs, targets, the state. */
function liken(model: SequenceModel, other: SequenceModel): void {
  for (const { path, value } of other.parameters) model.parameters.find((each) => each.path === path)?.value.set(value);
  model.inputs.set(other.inputs);
  model.targets.set(other.targets);
  model.state.set(other.state);
}

const paths = (model: SequenceModel) => model.parameters.map(({ path, rows, columns }) => `${path} [${rows}, ${columns}]`);

const tied: Partial<ModelSpec> = { dense: { units: V, bias: true, tied: true } };
const hidden: Partial<ModelSpec> = {
  hidden: [
    { units: 5, activation: "relu" },
    { units: 4, activation: "tanh", bias: false },
  ],
};

test("A head, whatever it has, has the gradients that differences of the loss have", () => {
  const drawn = fc.record({
    tied: fc.boolean(),
    padding: fc.option(fc.nat(V - 1), { nil: undefined }),
    hidden: fc.constantFrom(
      [],
      [{ units: 4 }],
      [
        { units: 2, activation: "sigmoid" as const },
        { units: 4, bias: false },
      ],
    ),
    bias: fc.boolean(),
    readout: fc.constantFrom(...readouts),
    masks: fc.boolean(),
    trainInitialState: fc.constantFrom(false, true, ["forward/c"]),
  });
  const worst = (given: typeof drawn extends fc.Arbitrary<infer D> ? D : never): number => {
    const { tied, padding, hidden, bias, readout, masks, trainInitialState } = given;
    const network = { bidirectional: { forward: lstm(2), backward: { gru: { hiddenSize: 2 } } } };
    const embedding = { size: 4, ...(padding === undefined ? {} : { padding }) };
    const model = build({ embedding, network, hidden, dense: { units: V, bias, tied }, trainInitialState }, { readout, masks });
    if (masks) model.setMask([0, 1, 1, 1, 1, 0, 1, 0, 0, 1, 1, 0]);
    // A padding id that is looked up has no gradient, though the loss depends on its row.
    for (let i = 0; i < model.inputs.length; i++) if (model.inputs[i] === padding) model.inputs[i] = (padding! + 1) % V;
    return Math.max(...[...checkGradients(model)].map(({ largestError }) => largestError));
  };
  fc.assert(
    fc.property(drawn, (given) => worst(given) < 1e-6),
    { numRuns: 60 },
  );
});

describe("hidden layers", () => {
  test("have their places in their paths, and sizes from below", () => {
    expect(paths(build(hidden)).slice(-5)).toEqual([
      "hidden/0/kernel [4, 5]",
      "hidden/0/bias [1, 5]",
      "hidden/1/kernel [5, 4]",
      "dense/kernel [4, 6]",
      "dense/bias [1, 6]",
    ]);
  });

  test("that are linear, with a unit kernel, change nothing", () => {
    const [plain, between] = [build(), build({ hidden: [{ units: 4 }] })];
    liken(between, plain);
    const kernel = parameter(between, "hidden/0/kernel").value.fill(0);
    for (let i = 0; i < 4; i++) kernel[i * 5] = 1;
    parameter(between, "hidden/0/bias").value.fill(0);
    expect(pass(between)).toBe(pass(plain));
    expect([...parameter(between, "recurrentKernel").gradient]).toEqual([...parameter(plain, "recurrentKernel").gradient]);
  });
});

describe("an output tied to the embedding", () => {
  test("has no kernel of its own: the embedding's gradient is the sum of both uses", () => {
    const [own, together] = [build(), build(tied)];
    expect(paths(together)).toEqual(paths(own).filter((path) => !path.startsWith("dense/kernel")));
    liken(own, together);
    const embedding = parameter(own, "embedding/kernel");
    const kernel = parameter(own, "dense/kernel");
    const transposed = (at: number) => (at % 4) * V + Math.floor(at / 4);
    for (let i = 0; i < V * 4; i++) kernel.value[transposed(i)] = embedding.value[i]!;
    expect(pass(together)).toBeCloseTo(pass(own), 14);
    const sums = Array.from(embedding.gradient, (gradient, i) => gradient + kernel.gradient[transposed(i)]!);
    expect(distance(parameter(together, "embedding/kernel").gradient, sums)).toBeLessThan(1e-15);
  });

  test("is refused where there is none, or one of other sizes", () => {
    const { embedding: _, ...without } = build(tied).spec;
    const plan = build().plan;
    expect(() => new SequenceModel(without, plan)).toThrow("The tied output needs an embedding [6, 4]");
    expect(() => build({ ...tied, network: lstm(5) })).toThrow("a column for each feature below it; that is [6, 4]");
    expect(() => build({ dense: { units: 5, bias: true, tied: true } })).toThrow("needs an embedding [5, 4]");
    build({ ...tied, network: lstm(5), hidden: [{ units: 4 }] });
  });
});

describe("a padding id", () => {
  test("gets no gradient from look-ups, and what others add to its row stays", () => {
    const padded = { embedding: { size: 4, padding: 2 } };
    const [plain, without] = [build(), build(padded)];
    for (const model of [plain, without]) {
      model.inputs.fill(2, 0, 5);
      pass(model);
    }
    const [all, rest] = [plain, without].map((model) => Array.from(parameter(model, "embedding/kernel").gradient));
    expect(all!.slice(8, 12).every((gradient) => gradient !== 0)).toBe(true);
    expect(rest).toEqual(all!.map((gradient, i) => (i >= 8 && i < 12 ? 0 : gradient)));
    const both = build({ ...padded, ...tied });
    both.inputs.fill(2, 0, 5);
    pass(both);
    expect(
      parameter(both, "embedding/kernel")
        .gradient.subarray(8, 12)
        .every((gradient) => gradient !== 0),
    ).toBe(true);
  });

  test("must be one of the ids", () => {
    expect(() => build({ embedding: { size: 4, padding: 6 } })).toThrow(
      "the padding id is 6, must be below the 6 ids that there are",
    );
  });
});

describe("initial states that are learned", () => {
  const learned = (trainInitialState: ModelSpec["trainInitialState"] = true) => build({ trainInitialState: trainInitialState! });

  test("are weights that begin at zero, one row for every row of the batch", () => {
    const model = learned();
    expect(paths(model).slice(-2)).toEqual(["initialState/h [1, 4]", "initialState/c [1, 4]"]);
    expect(model.parameters.slice(-2).map(({ initialValue }) => initialValue)).toEqual([0, 0]);
    const given = build();
    liken(given, model);
    for (const [place, name] of ["h", "c"].entries())
      for (let n = 0; n < N; n++) given.state.set(parameter(model, `initialState/${name}`).value, (place * N + n) * 4);
    expect(pass(model)).toBe(pass(given));
  });

  test("are left aside where a state is carried or given, and then have no gradient", () => {
    const model = learned();
    pass(model);
    expect(parameter(model, "initialState/h").gradient.every((gradient) => gradient !== 0)).toBe(true);
    model.carryState();
    const carried = model.state.slice();
    pass(model);
    expect(parameter(model, "initialState/h").gradient.every((gradient) => gradient === 0)).toBe(true);
    expect(model.arena.floats[model.cells[0]!.states[0]!.values.at(0)]).toBe(carried[0]);
    model.resetState();
    pass(model);
    expect(parameter(model, "initialState/h").gradient.every((gradient) => gradient !== 0)).toBe(true);
  });

  test("may be some of all, and must be there", () => {
    const model = learned(["c"]);
    expect(paths(model).at(-1)).toBe("initialState/c [1, 4]");
    expect(paths(model).join()).not.toContain("initialState/h");
    expect(() => learned(["0/h"])).toThrow('There is no state "0/h" to be learned; there are h, c');
  });
});

describe.each(variants)("heads in float32, %s kernels", (variant) => {
  test("have what they have in float64, to single precision", () => {
    for (const changes of [hidden, tied, { embedding: { size: 4, padding: 1 } }, { trainInitialState: true }])
      for (const readout of readouts) {
        const plan = { readout, masks: true } as const;
        const double = build(changes, plan);
        const single = build(changes, { ...plan, precision: "float32" }, simdSet(variant));
        for (const model of [double, single]) model.setLengths([4, 0, 2]);
        expect(Math.abs(pass(single) - pass(double))).toBeLessThan(2e-6);
        expect(distance(single.gradients, double.gradients)).toBeLessThan(2e-6);
      }
  });
});
