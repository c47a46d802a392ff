import { describe, expect, test } from "vitest";
import { PlacedJson } from "../../../../engine/parity/json.ts";
import { readNetwork } from "../../../../engine/parity/readNetwork.ts";

const read = (network: object) => readNetwork(new PlacedJson(network, "network"), 3);

describe("a cell of a parity case", () => {
  test("has h of its projection's size, and c of its units'", () => {
    const { cells, outputSize } = read({ lstm: { hiddenSize: 5, layout: "keras", projectionSize: 2 } });
    expect(outputSize).toBe(2);
    expect(cells[0].states).toEqual([
      { name: "h", size: 2 },
      { name: "c", size: 5 },
    ]);
  });

  test("has as many biases as its layout trains", () => {
    const biases = (network: object) => (Object.values(read(network).spec)[0] as { separateBiases: boolean }).separateBiases;
    expect(biases({ lstm: { hiddenSize: 2, layout: "pytorch" } })).toBe(true);
    expect(biases({ lstm: { hiddenSize: 2, layout: "keras" } })).toBe(false);
    expect(biases({ gru: { hiddenSize: 2, layout: "keras", resetAfter: true } })).toBe(true);
    expect(biases({ gru: { hiddenSize: 2, layout: "keras", resetAfter: false } })).toBe(false);
  });

  test("has the options of its framework's layout where it leaves them out", () => {
    const gru = (options: object) => (read({ gru: { hiddenSize: 2, ...options } }).spec as { gru: object }).gru;
    expect(gru({ layout: "onnx" })).toMatchObject({ resetAfter: false, separateBiases: true });
    expect(gru({ layout: "onnx", resetAfter: true })).toMatchObject({ resetAfter: true, separateBiases: true });
    expect(gru({ layout: "tensorflow" })).toMatchObject({ resetAfter: false, separateBiases: false });
    expect(gru({ layout: "flax" })).toMatchObject({ resetAfter: true, recurrentBias: "candidate" });
    expect(gru({ layout: "keras" })).toMatchObject({ resetAfter: true });
    expect(gru({ layout: "pytorch", bias: false })).toMatchObject({ bias: false, separateBiases: false });
  });

  test("can have all options of an LSTM", () => {
    const options = {
      activation: "softsign",
      stateActivation: "relu",
      recurrentActivation: "linear",
      gateClip: 0.5,
      inputForget: true,
      peepholes: true,
      projectionSize: 2,
      projectionClip: 0.3,
      cellClip: 0.4,
    };
    const { spec, cells } = read({ lstm: { hiddenSize: 5, layout: "onnx", bias: false, ...options } });
    expect(spec).toMatchObject({ lstm: { ...options, bias: false, separateBiases: false } });
    const shapes = Object.fromEntries(cells[0].layout.parameters(3, 5).map(({ name, shape }) => [name, shape]));
    expect(shapes).toEqual({ W: [20, 3], R: [20, 2], P: [15], "projection/kernel": [5, 2] });
  });

  const refusals: readonly (readonly [object, string])[] = [
    [
      { gru: { hiddenSize: 2, layout: "mxnet" } },
      'network.gru.layout: must be one of pytorch, keras, onnx, tensorflow, flax, is "mxnet"',
    ],
    [
      { gru: { hiddenSize: 2, layout: "tensorflow", resetAfter: true } },
      "network.gru.resetAfter: must be false in the layout tensorflow, which resets before the product",
    ],
    [
      { gru: { hiddenSize: 2, layout: "flax", resetAfter: false } },
      "network.gru.resetAfter: must be true in the layout flax, which resets after the product",
    ],
    [
      { lstm: { hiddenSize: 2, layout: "onnx", inputForget: true, forgetBias: 1 } },
      "network.lstm: inputForget makes f = 1 - i, which has no forgetBias",
    ],
    [{ lstm: { hiddenSize: 2, layout: "keras", projectionClip: 1 } }, "network.lstm: projectionClip needs a projectionSize"],
    [{ rnn: { hiddenSize: 2, layout: "onnx", gateClip: 0 } }, "network.rnn.gateClip: must be above 0, is 0"],
    [
      { layerNormLstm: { hiddenSize: 2, layout: "tensorflow", bias: true } },
      "network.layerNormLstm.bias: must be false: a layer-normalized LSTM has its betas",
    ],
    [
      { layerNormLstm: { hiddenSize: 2, layout: "keras" } },
      'network.layerNormLstm.layout: must be one of tensorflow, is "keras"',
    ],
    [{ rnn: { hiddenSize: 2, layout: "pytorch", activation: "sin" } }, "network.rnn.activation: must be one of tanh, relu"],
    [
      { lstm: { hiddenSize: 2, layout: "keras", recurrentActivation: "softplus" } },
      "recurrentActivation: must be one of sigmoid, hardSigmoid, hardSigmoidKeras3",
    ],
    [{ lstm: { hiddenSize: 2, layout: "keras", cellClip: 0 } }, "network.lstm.cellClip: must be above 0, is 0"],
    [
      { lstm: { hiddenSize: 2, layout: "keras", projectionSize: 1.5 } },
      "projectionSize: must be a whole number from 1 on, is 1.5",
    ],
    [
      { gru: { hiddenSize: 2, layout: "keras", peepholes: true } },
      'network.gru: "peepholes" is not known here; known are hiddenSize',
    ],
    [{ rnn: { layout: "pytorch" } }, 'network.rnn: "hiddenSize" is missing'],
  ];
  for (const [network, message] of refusals)
    test(`is refused with the place, what was expected and what was given: ${message}`, () => {
      expect(() => read(network)).toThrow(message);
    });
});
