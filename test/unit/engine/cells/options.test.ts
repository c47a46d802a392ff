import { describe, expect, test } from "vitest";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import type { SequenceModel } from "../../../../engine/model/sequenceModel.ts";
import { buildRandom, distance, logitsOf, pass, usual } from "../support.ts";

const lstm = (options: object = {}): NetworkSpec => ({ lstm: { hiddenSize: 4, ...options } });
const gru = (options: object = {}): NetworkSpec => ({ gru: { hiddenSize: 4, ...options } });
const rnn = (options: object = {}): NetworkSpec => ({ rnn: { hiddenSize: 4, ...options } });

function run(network: NetworkSpec, prepare: (model: SequenceModel) => void = () => {}): SequenceModel {
  const model = buildRandom(network, { ...usual, input: "features" });
  prepare(model);
  pass(model);
  return model;
}

const parameterOf = (model: SequenceModel, path: string) => model.parameters.find((parameter) => parameter.path === path)!;

/** The weights that both have, and every state, from the one to the other. */
const takeFrom = (source: SequenceModel) => (model: SequenceModel) => {
  for (const { path, value } of model.parameters) {
    const given = parameterOf(source, path)?.value;
    if (given?.length === value.length) value.set(given);
  }
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

  test("a bound that no gate's sum reaches", () => same(lstm({ forgetBias: 1, gateClip: 1000 })));

  test("its own activations, named", () =>
    same(lstm({ forgetBias: 1, activation: "tanh", stateActivation: "tanh", recurrentActivation: "sigmoid" })));

  test("dropout that does not drop", () => same(lstm({ forgetBias: 1, recurrentDropout: 0.5, candidateDropout: 0.5 })));

  test("a LayerNormBasicLSTMCell with layer_norm off", () =>
    same({ layerNormLstm: { hiddenSize: 4, forgetBias: 1, layerNorm: false } }));
});

describe("a bound that is never reached", () => {
  const pairs: readonly (readonly [string, NetworkSpec, NetworkSpec])[] = [
    ["a projection's", lstm({ projectionSize: 2 }), lstm({ projectionSize: 2, projectionClip: 1000 })],
    ["of a GRU that resets after", gru(), gru({ gateClip: 1000 })],
    ["of a GRU that resets before", gru({ resetAfter: false }), gru({ resetAfter: false, gateClip: 1000 })],
    ["of a simple RNN", rnn(), rnn({ gateClip: 1000 })],
    ["of a layer-normalized LSTM", { layerNormLstm: { hiddenSize: 4 } }, { layerNormLstm: { hiddenSize: 4, gateClip: 1000 } }],
  ];
  for (const [name, open, bounded] of pairs)
    test(`changes nothing: ${name}`, () => {
      const [one, other] = [run(open), run(bounded)];
      expect(logitsOf(other)).toEqual(logitsOf(one));
      expect(other.gradients).toEqual(one.gradients);
    });
});

describe("a bound of the gates' sums", () => {
  const clips = [
    ["lstm", ["i", "f", "g", "o"]],
    ["gru", ["r", "z", "n"]],
  ] as const;
  for (const [kind, gates] of clips)
    for (const precision of ["float32", "float64"] as const)
      test(`lets no gradient pass where a gate of the ${kind} has reached it, ${precision}`, () => {
        // 0.3 is more in float32 than in float64: an unguarded comparison would let every gradient pass.
        const network = { [kind]: { hiddenSize: 6, gateClip: 0.3 } };
        const model = buildRandom(network, { ...usual, N: 8 }, { precision });
        pass(model);
        const trace = model.cells[0].trace(model.arena.floats);
        for (const gate of gates) {
          const open = gate === "g" || gate === "n" ? Math.tanh(0.3) : 1 / (1 + Math.exp(-0.3));
          let [clipped, passed] = [0, 0];
          for (let t = 0; t < usual.T; t++)
            for (let n = 0; n < 8; n++)
              for (let j = 0; j < 6; j++) {
                const [value, gradient] = [trace[gate]!.at(t, n, j), trace[`d${gate}`]!.at(t, n, j)];
                expect(value).toBeLessThan(open + 1e-7);
                if (value < open - 1e-7) passed += gradient === 0 ? 0 : 1;
                else expect(Math.abs(gradient)).toBe(0);
                clipped += value < open - 1e-7 ? 0 : 1;
              }
          expect(clipped).toBeGreaterThan(20);
          expect(passed).toBeGreaterThan(5);
        }
      });

  test("includes peepholes and the forget bias, and leaves c alone", () => {
    const model = run(lstm({ gateClip: 0.5, peepholes: true, forgetBias: 100 }));
    const { f, c, dc } = model.cells[0].trace(model.arena.floats);
    for (let j = 0; j < 4; j++) {
      expect(f!.at(0, 0, j)).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 14);
      expect(Math.abs(dc!.at(0, 0, j))).toBeGreaterThan(0);
    }
    const units = Array.from({ length: 4 }, (_, j) => Math.abs(c!.at(-1, 0, j)));
    expect(Math.max(...units)).toBeGreaterThan(0.5);
  });
});

describe("coupled gates", () => {
  const model = run(lstm({ inputForget: true, peepholes: true }));

  test("forget as much as they let in, and read nothing of the forget gate's own", () => {
    const { i, f } = model.cells[0].trace(model.arena.floats);
    for (let j = 0; j < 4; j++) expect(f!.at(2, 1, j)).toBe(1 - i!.at(2, 1, j));
    const other = run(lstm({ inputForget: true, peepholes: true }), (built) => {
      for (const { path, value, rows, columns } of built.parameters)
        if (path !== "dense/kernel" && path !== "dense/bias")
          for (let row = 0; row < rows; row++) value.fill(9, row * columns + 4, row * columns + 8);
    });
    expect(logitsOf(other)).toEqual(logitsOf(model));
  });

  test("give the forget gate's weights no gradient, and all others theirs", () => {
    for (const path of ["kernel", "recurrentKernel", "bias", "peepholes"]) {
      const { gradient, columns } = parameterOf(model, path);
      const largest = (block: number) => {
        const elements = [...gradient].filter((_, at) => Math.floor((at % columns) / 4) === block);
        return Math.max(...elements.map(Math.abs));
      };
      expect(largest(1), path).toBe(0);
      for (const block of columns === 12 ? [0, 2] : [0, 2, 3]) expect(largest(block), path).toBeGreaterThan(1e-4);
    }
  });
});

describe("a GRU's second bias of the candidate alone", () => {
  for (const resetAfter of [true, false])
    test(`is that of all, of which the others are zero, reset ${resetAfter ? "after" : "before"}`, () => {
      const options = { resetAfter, separateBiases: true };
      const whole = run(gru(options), (built) => parameterOf(built, "recurrentBias").value.fill(0, 0, 8));
      const candidate = run(gru({ ...options, recurrentBias: "candidate" }), (built) => {
        takeFrom(whole)(built);
        parameterOf(built, "recurrentBias").value.set(parameterOf(whole, "recurrentBias").value.subarray(8));
      });
      expect(distance(logitsOf(candidate), logitsOf(whole))).toBeLessThan(1e-14);
      const gradient = parameterOf(candidate, "recurrentBias").gradient;
      expect(distance(gradient, parameterOf(whole, "recurrentBias").gradient.subarray(8))).toBeLessThan(1e-14);
      expect(distance(parameterOf(candidate, "bias").gradient, parameterOf(whole, "bias").gradient)).toBeLessThan(1e-14);
    });
});

describe("without biases", () => {
  for (const [name, network] of [
    ["lstm", lstm({ bias: false, separateBiases: true })],
    ["gru", gru({ bias: false })],
    ["gru, reset before", gru({ bias: false, resetAfter: false, separateBiases: true })],
    ["rnn", rnn({ bias: false, separateBiases: true })],
  ] as const)
    test(`a cell has kernels alone: ${name}`, () => {
      const paths = run(network).parameters.map(({ path }) => path);
      expect(paths).toEqual(["kernel", "recurrentKernel", "dense/kernel", "dense/bias"]);
    });
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
    [lstm({ recurrentActivation: "softplus" }), "must be one of sigmoid, hardSigmoid, hardSigmoidKeras3, tanh, relu"],
    [{ rnn: { hiddenSize: 2, activation: "hardSigmoid" } }, 'activation is "hardSigmoid", must be one of tanh, relu, linear'],
    [lstm({ gateClip: -1 }), "gateClip is -1"],
    [lstm({ inputForget: true, forgetBias: 1 }), "lstm: with inputForget f is 1 − i, and has no forgetBias"],
    [lstm({ projectionClip: 1 }), "lstm: projectionClip needs a projectionSize"],
    [{ stacked: { layers: [lstm(), lstm({ projectionClip: 1 })] } }, "lstm of 1/: projectionClip needs a projectionSize"],
    [{ layerNormLstm: { hiddenSize: 2, bias: false } }, '"bias" is not among its options'],
    [{ gru: { hiddenSize: 2, forgetBias: 1 } }, '"forgetBias" is not among its options'],
    [{ gru: { hiddenSize: 2.5 } }, "hiddenSize is 2.5, must be a whole number from 1 on"],
  ];
  for (const [network, message] of refusals)
    test(message, () => {
      expect(() => buildRandom(network, usual)).toThrow(message);
    });
});
