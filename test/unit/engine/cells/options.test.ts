import { describe, expect, test } from "vitest";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import type { SequenceModel } from "../../../../engine/model/sequenceModel.ts";
import { buildRandom, distance, logitsOf, pass, usual } from "../support.ts";

const lstm = (options: object = {}): NetworkSpec => ({ lstm: { hiddenSize: 4, ...options } });

function run(network: NetworkSpec, prepare: (model: SequenceModel) => void = () => {}): SequenceModel {
  const model = buildRandom(network, { ...usual, input: "features" });
  prepare(model);
  pass(model);
  return model;
}

const parameterOf = (model: SequenceModel, path: string) => model.parameters.find((parameter) => parameter.path === path)!;

/** The weights that both have, and every state, from the one to the other. */
const takeFrom = (source: SequenceModel) => (model: SequenceModel) => {
  for (const { path, value } of model.parameters) value.set(parameterOf(source, path)?.value ?? value);
  for (const name of ["state", "features", "targets"] as const) model[name].set(source[name] as never);
};

describe("an option that does nothing leaves the plain LSTM", () => {
  const plain = run(lstm({ forgetBias: 1 }));
  const same = (network: NetworkSpec, also: (model: SequenceModel) => void = () => {}) => {
    const model = run(network, (built) => {
      takeFrom(plain)(built);
      also(built);
    });
    expect(distance(logitsOf(model), logitsOf(plain))).toBeLessThan(1e-14);
    for (const { path, gradient } of plain.parameters)
      expect(distance(parameterOf(model, path).gradient, gradient), path).toBeLessThan(1e-14);
  };

  test("peepholes of zero", () => {
    const network = lstm({ forgetBias: 1, peepholes: true });
    const model = buildRandom(network, { ...usual, input: "features" });
    for (const { path, value } of plain.parameters) parameterOf(model, path).value.set(value);
    parameterOf(model, "peepholes").value.fill(0);
    for (const name of ["state", "features", "targets"] as const) model[name].set(plain[name] as never);
    pass(model);
    expect(distance(logitsOf(model), logitsOf(plain))).toBeLessThan(1e-14);
    expect(distance(parameterOf(model, "recurrentKernel").gradient, parameterOf(plain, "recurrentKernel").gradient)).toBeLessThan(
      1e-14,
    );
    expect(Math.max(...parameterOf(model, "peepholes").gradient.map(Math.abs))).toBeGreaterThan(1e-3);
  });

  test("a bound that no c reaches", () => same(lstm({ forgetBias: 1, cellClip: 1000 })));

  test("dropout that does not drop", () => same(lstm({ forgetBias: 1, recurrentDropout: 0.5, candidateDropout: 0.5 })));

  test("a LayerNormBasicLSTMCell with layer_norm off", () =>
    same({ layerNormLstm: { hiddenSize: 4, forgetBias: 1, layerNorm: false } }));
});

describe("gates", () => {
  const open = (recurrentActivation: string, bias: number): number => {
    const model = run(lstm({ hiddenSize: 1, recurrentActivation }), (built) => {
      for (const { value } of built.parameters) value.fill(0);
      parameterOf(built, "bias").value.fill(bias);
    });
    return model.cells[0].trace(model.arena.floats).i!.at(0, 0, 0);
  };

  test("of Keras 2's hard sigmoid rise by 0.2 between -2.5 and 2.5", () => {
    expect([-2.6, -1, 0, 1, 2.6].map((x) => open("hardSigmoid", x))).toEqual([0, 0.3, 0.5, 0.7, 1]);
  });

  test("of Keras 3's hard sigmoid rise by a sixth between -3 and 3", () => {
    expect([-3.1, -1.5, 0, 1.5, 3.1].map((x) => open("hardSigmoidKeras3", x))).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });
});

describe("a cell's bound", () => {
  for (const precision of ["float32", "float64"] as const)
    test(`holds c within it, and lets no gradient pass where it was hit, ${precision}`, () => {
      // 0.7 is less in float32 than in float64: an unguarded comparison would let every gradient pass.
      const model = buildRandom(lstm({ cellClip: 0.7, hiddenSize: 6 }), { ...usual, N: 8 }, { precision });
      pass(model);
      const { c, di, dc } = model.cells[0].trace(model.arena.floats);
      let hits = 0;
      for (let t = 0; t < usual.T; t++)
        for (let n = 0; n < 8; n++)
          for (let j = 0; j < 6; j++) {
            expect(Math.abs(c!.at(t, n, j))).toBeLessThan(0.7 + 1e-7);
            if (Math.abs(c!.at(t, n, j)) < 0.7 - 1e-7) continue;
            hits++;
            expect(Math.abs(di!.at(t, n, j))).toBe(0);
            expect(dc!.at(t, n, j)).not.toBe(0);
          }
      expect(hits).toBeGreaterThan(5);
    });
});

describe("a layer-normalized LSTM", () => {
  test("begins with scales of one, whatever the initializers are, and says so of its parameters", () => {
    const { parameters } = buildRandom({ layerNormLstm: { hiddenSize: 4 } }, usual);
    const initial = Object.fromEntries(parameters.map(({ path, initialValue }) => [path, initialValue]));
    expect(initial).toMatchObject({ gamma: 1, beta: null, stateGamma: 1, stateBeta: null });
  });

  test("normalizes over units: each gate's mean is 0 and its variance 1", () => {
    const model = run({ layerNormLstm: { hiddenSize: 8 } });
    const { iHat, cHat } = model.cells[0].trace(model.arena.floats);
    for (const tensor of [iHat!, cHat!]) {
      const units = Array.from({ length: 8 }, (_, j) => tensor.at(2, 1, j));
      expect(units.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
      expect(units.reduce((sum, value) => sum + value * value, 0) / 8).toBeCloseTo(1, 9);
    }
  });

  test("refuses a variant that it does not have, naming those that it has", () => {
    expect(() => buildRandom({ layerNormLstm: { hiddenSize: 4, variant: "haiku" } }, usual)).toThrow(
      'variant is "haiku", must be one of tf.contrib.rnn.LayerNormBasicLSTMCell',
    );
  });
});

describe("an option out of its limits is refused by name", () => {
  const refusals: readonly (readonly [NetworkSpec, string])[] = [
    [lstm({ cellClip: 0 }), "cellClip is 0"],
    [lstm({ projectionSize: 0 }), "projectionSize is 0, must be a whole number from 1 on"],
    [lstm({ recurrentDropout: 1 }), "recurrentDropout is 1, must be a number from 0 to 0.999"],
    [lstm({ recurrentActivation: "softplus" }), "must be one of sigmoid, hardSigmoid, hardSigmoidKeras3"],
    [{ rnn: { hiddenSize: 2, activation: "sigmoid" } }, 'activation is "sigmoid", must be one of tanh, relu'],
    [{ gru: { hiddenSize: 2, forgetBias: 1 } }, '"forgetBias" is not among its options'],
    [{ gru: { hiddenSize: 2.5 } }, "hiddenSize is 2.5, must be a whole number from 1 on"],
  ];
  for (const [network, message] of refusals)
    test(message, () => {
      expect(() => buildRandom(network, usual)).toThrow(message);
    });
});
