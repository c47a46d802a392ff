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

  const refusals: readonly (readonly [object, string])[] = [
    [{ gru: { hiddenSize: 2, layout: "tensorflow" } }, 'network.gru.layout: must be one of pytorch, keras, is "tensorflow"'],
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
