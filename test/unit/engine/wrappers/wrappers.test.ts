import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import type { SequenceModel } from "../../../../engine/model/sequenceModel.ts";
import { checkGradients } from "../../../../engine/parity/gradientCheck.ts";
import { buildRandom, type Drawn, distance, logitsOf, maskings, outputsOf, pass, readouts, usual } from "../support.ts";
import { networksOf } from "./drawNetwork.ts";

const lstm = (hiddenSize: number): NetworkSpec => ({ lstm: { hiddenSize } });
const stacked = (layers: NetworkSpec[], options: object = {}): NetworkSpec => ({ stacked: { layers, ...options } });
const both = (forward: NetworkSpec, backward: NetworkSpec, merge = "concat"): NetworkSpec => ({
  bidirectional: { forward, backward, merge },
});
const build = (network: NetworkSpec, drawn: Partial<Drawn> = {}) => buildRandom(network, { ...usual, ...drawn });

test("Networks nested in any way, with any options, readouts, masks and dropout, have the gradients that differences of the loss have", () => {
  const drawn = fc.record({
    network: fc.integer({ min: 2, max: 4 }).chain((size) => networksOf(size, 3)),
    T: fc.integer({ min: 1, max: 4 }),
    N: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(),
    masks: fc.constantFrom(...maskings),
    dropping: fc.boolean(),
    input: fc.constantFrom("ids", "features"),
    loss: fc.constantFrom("softmaxCrossEntropy", "meanSquaredError"),
    readout: fc.constantFrom(...readouts),
  });
  const worst = ({ network, dropping, ...options }: typeof drawn extends fc.Arbitrary<infer V> ? V : never) => {
    const model = build(network, options);
    model.dropOut(dropping ? options.seed : null);
    return Math.max(...[...checkGradients(model, 6)].map(({ largestError }) => largestError));
  };
  fc.assert(
    fc.property(drawn, (options) => worst(options) < 1e-6),
    { numRuns: 60 },
  );
});

describe("a bidirectional network", () => {
  const validSteps = ({ mask, plan }: SequenceModel, n: number) =>
    Array.from({ length: plan.steps }, (_, t) => t).filter((t) => mask[t * plan.batch + n] !== 0);

  const turnRows = (model: SequenceModel, inputs: Int32Array) => {
    const { N } = usual;
    for (let n = 0; n < N; n++) {
      const steps = validSteps(model, n);
      for (const [k, t] of steps.entries()) model.inputs[t * N + n] = inputs[steps.at(-1 - k)! * N + n]!;
    }
  };

  test.each(["lengths", "holes"] as const)(
    "reads each row's valid steps last to first, and turns the outputs back: %s",
    (masks) => {
      const model = build(both(lstm(3), lstm(3)), { masks, seed: 6 });
      const turned = build(both(lstm(3), lstm(3)), { masks, seed: 6 });
      expect(new Set([0, 1, 2].map((n) => validSteps(model, n).length)).size).toBeGreaterThan(1);
      const half = model.parameters.find(({ path }) => path === "backward/kernel")!.offset;
      turned.values.set(model.values.subarray(half, 2 * half));
      turned.values.set(model.values.subarray(0, half), half);
      for (const each of [model, turned]) each.state.fill(0);
      turnRows(turned, model.inputs.slice());
      model.forward();
      turned.forward();
      const swapped = (features: number[]) => [...features.slice(3), ...features.slice(0, 3)];
      for (let n = 0; n < usual.N; n++) {
        const steps = validSteps(model, n);
        const [theirs, ours] = [turned, model].map((each) => steps.map((t) => outputsOf(each)[n]![t]!));
        expect(theirs!.toReversed().map(swapped)).toEqual(ours);
      }
    },
  );

  test("turned twice is as before", () => {
    for (const masks of maskings) {
      const { model, order } = ordered({ masks, seed: 5 });
      model.forward();
      for (const [place, number] of order().entries()) expect(order()[number]).toBe(place);
    }
  });

  test("in shorter passes turns as many steps as these have", () => {
    const { model, order } = ordered({});
    model.forward(2);
    expect([...order().slice(0, 2 * usual.N)]).toEqual([3, 4, 5, 0, 1, 2]);
  });

  function ordered(drawn: Partial<Drawn>) {
    const model = build(both(lstm(2), lstm(2)), drawn);
    const { offset, size } = model.blueprint.pass.reversal();
    return { model, order: () => model.arena.ints.subarray(offset, offset + size) };
  }

  test("over stacks and stacks of bidirectionals are different networks, with paths that tell", () => {
    const paths = (network: NetworkSpec) => build(network).cells.map(({ path, reversed }) => [path, reversed]);
    expect(paths(both(stacked([lstm(2), lstm(3)]), stacked([lstm(2), lstm(3)])))).toEqual([
      ["forward/0/", false],
      ["forward/1/", false],
      ["backward/0/", true],
      ["backward/1/", true],
    ]);
    expect(paths(stacked([both(lstm(2), lstm(3)), both(lstm(2), both(lstm(1), lstm(2)))]))).toEqual([
      ["0/forward/", false],
      ["0/backward/", true],
      ["1/forward/", false],
      ["1/backward/forward/", true],
      ["1/backward/backward/", false],
    ]);
  });

  test("refuses halves of unlike sizes, but to concatenate them", () => {
    expect(build(both(lstm(3), lstm(2))).blueprint.network.output.size).toBe(5);
    for (const merge of ["sum", "multiply", "average"])
      expect(() => build(both(lstm(3), lstm(2), merge))).toThrow(
        `merge "${merge}" needs halves of one size, forward gives 3 features and backward 2`,
      );
    expect(() => build(both(lstm(3), lstm(3), "max"))).toThrow('merge is "max", must be one of concat, sum, multiply, average');
  });
});

describe("dropout between layers", () => {
  const network = stacked([lstm(40), lstm(3)], { dropout: 0.25 });

  test("is off until it is switched on, and in a model that does not train there is none", () => {
    const plain = build(stacked([lstm(40), lstm(3)]));
    const model = build(network);
    expect(pass(model)).toBe(pass(plain));
    expect([...model.gradients]).toEqual([...plain.gradients]);
    const predicting = buildRandom(network, usual, { training: false });
    predicting.dropOut(1);
    predicting.forward();
    expect(logitsOf(predicting)).toEqual(logitsOf(model));
  });

  test("has the same masks for the same seed, others for another", () => {
    const model = build(network);
    const lossWith = (seed: number | null) => {
      model.dropOut(seed);
      return pass(model);
    };
    const first = lossWith(7);
    expect(lossWith(8)).not.toBe(first);
    expect(lossWith(null)).not.toBe(first);
    expect(lossWith(7)).toBe(first);
  });

  test("drops as many as it should, and scales what it keeps, so that the mean stays", () => {
    const model = build(network, { T: 20, N: 20 });
    const [kernels, at] = [model.kernels, model.blueprint.layout.activations.offset];
    const mask = model.arena.floats.subarray(at, at + 10_000);
    kernels.dropoutMask(10_000, 0.25, 3, at);
    expect(new Set(mask)).toEqual(new Set([0, 4 / 3]));
    const mean = Array.from(mask).reduce((sum, factor) => sum + factor, 0) / 10_000;
    expect(Math.abs(mean - 1)).toBeLessThan(0.03);
  });

  test("has the gradients of the network that the mask leaves", () => {
    const model = build(network, { input: "features", masks: "holes" });
    model.dropOut(3);
    for (const { path, largestError } of checkGradients(model)) expect(largestError, path).toBeLessThan(1e-6);
  });

  test("refuses to drop everything", () => {
    expect(() => build(stacked([lstm(2), lstm(2)], { dropout: 1 }))).toThrow("dropout is 1, must be a number from 0 to 0.999");
  });
});

describe("connections around layers", () => {
  test("need the layer to make as many features as it reads", () => {
    for (const option of ["residual", "highway"])
      expect(() => build(stacked([lstm(3), lstm(4)], { [option]: true }))).toThrow(
        `${option} of 1/: the layer makes 4 features of 3, must make as many as it reads`,
      );
    expect(() => build({ residual: { layer: lstm(5) } })).toThrow("residual of the network reads rows of real numbers");
    expect(() => build(stacked([lstm(3), lstm(3)], { residual: true, highway: true }))).toThrow("must have one of them or none");
  });

  test("give a highway its own gate, which begins by carrying", () => {
    const model = build(stacked([lstm(3), lstm(3)], { highway: true }));
    const gate = model.parameters.filter(({ path }) => path.includes("highway"));
    expect(gate.map(({ path, rows, columns, initialValue }) => [path, rows, columns, initialValue])).toEqual([
      ["1/highway/kernel", 3, 3, null],
      ["1/highway/bias", 1, 3, -1],
    ]);
  });

  test("add what runs around: y = x + f(x), and y = t f(x) + (1 - t) x", () => {
    const features = { input: "features", D: 3 } as const;
    const plain = build(lstm(3), features);
    const residual = build({ residual: { layer: lstm(3) } }, features);
    const highway = build({ highway: { layer: lstm(3) } }, features);
    for (const model of [plain, residual, highway]) {
      model.features.set(plain.features);
      model.state.set(plain.state);
      model.values.fill(0);
      for (const name of ["kernel", "recurrentKernel", "bias"]) {
        const [from, to] = [plain, model].map(
          ({ parameters }) => parameters.find(({ path }) => path.replace("layer/", "") === name)!,
        );
        to.value.set(from.value);
      }
      model.forward();
    }
    // With a kernel and a bias of zero the gate is half open.
    for (let n = 0; n < usual.N; n++)
      for (let t = 0; t < usual.T; t++)
        for (let j = 0; j < 3; j++) {
          const [x, f] = [plain.features[(t * usual.N + n) * 3 + j], outputsOf(plain)[n][t][j]];
          expect(outputsOf(residual)[n][t][j]).toBeCloseTo(x + f, 14);
          expect(outputsOf(highway)[n][t][j]).toBeCloseTo((x + f) / 2, 14);
        }
  });
});

describe("the gradient of the final state", () => {
  test("goes back through all steps, through masked ones too, as differences have it", () => {
    const network = both(stacked([lstm(3), lstm(2)]), lstm(2));
    const model = buildRandom(network, { ...usual, masks: "holes" }, { finalStateGradient: true });
    const weights = model.state.map((_, i) => 0.1 * Math.sin(i));
    const initial = model.state.slice();
    /** The loss and a weighted sum of the final state. */
    const objective = () => {
      model.state.set(initial);
      model.forward();
      const loss = model.loss();
      model.carryState();
      return loss + Array.from(model.state).reduce((sum, value, i) => sum + weights[i] * value, 0);
    };
    model.forward();
    model.loss();
    model.zeroGradients();
    model.finalStateGradient.set(weights);
    model.backward();
    const byHand = model.gradients.slice();
    for (let i = 0; i < model.values.length; i += 5) {
      const w = model.values[i];
      model.values[i] = w + 1e-5;
      const above = objective();
      model.values[i] = w - 1e-5;
      const numerical = (above - objective()) / 2e-5;
      model.values[i] = w;
      expect(byHand[i]).toBeCloseTo(numerical, 8);
    }
  });

  test("is zero where nobody gives one, and has no place where it is not planned", () => {
    const plain = build(lstm(3));
    const planned = buildRandom(lstm(3), usual, { finalStateGradient: true });
    expect(plain.finalStateGradient.length).toBe(0);
    expect(pass(planned)).toBe(pass(plain));
    expect([...planned.gradients]).toEqual([...plain.gradients]);
  });
});

describe("layers without state", () => {
  test("look up what they are made for", () => {
    expect(() => build({ embedding: { size: 3 } }, { input: "features" })).toThrow(
      "embedding of the network looks up ids, and is given rows of 5 real numbers",
    );
    expect(() => build(stacked([lstm(2), { oneHot: {} }]))).toThrow("oneHot of 1/ looks up ids");
    expect(() => build({ dropout: { rate: 0.5 } })).toThrow("dropout of the network reads rows of real numbers");
  });

  test("one-hot rows, written out, give what a look-up gives", () => {
    const looked = build(lstm(3));
    const written = build(stacked([{ oneHot: {} }, lstm(3)]));
    expect(written.values.length).toBe(looked.values.length);
    expect(pass(written)).toBeCloseTo(pass(looked), 14);
    expect(distance(written.gradients, looked.gradients)).toBeLessThan(1e-15);
  });

  test("an embedding is the kernel of what an id looks up, learned with the rest", () => {
    const model = build(stacked([{ embedding: { size: 2 } }, lstm(3)]));
    pass(model);
    const [embedding] = model.parameters;
    expect([embedding.path, embedding.rows, embedding.columns, embedding.rowMeaning]).toEqual(["0/kernel", 5, 2, "token"]);
    const ids = new Set(model.inputs);
    for (let id = 0; id < 5; id++) expect(embedding.gradient[2 * id] !== 0).toBe(ids.has(id));
  });
});
