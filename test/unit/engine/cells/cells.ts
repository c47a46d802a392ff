import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";

const lstm = (options: object): NetworkSpec => ({ lstm: { hiddenSize: 4, ...options } });
const gru = (options: object): NetworkSpec => ({ gru: { hiddenSize: 4, ...options } });

/** Every cell with every option, by a name that a person would give it. What the older suites hold already is not among them. */
export const cells: Readonly<Record<string, NetworkSpec>> = {
  "an LSTM with peepholes": lstm({ peepholes: true }),
  "an LSTM with a projection": lstm({ projectionSize: 3, separateBiases: true }),
  "an LSTM with a projection to more units": lstm({ hiddenSize: 3, projectionSize: 5 }),
  "an LSTM with a clipped cell": lstm({ cellClip: 0.35, forgetBias: 1 }),
  "an LSTM with the hard sigmoid of Keras 2": lstm({ recurrentActivation: "hardSigmoid", forgetBias: 1 }),
  "an LSTM with the hard sigmoid of Keras 3": lstm({ recurrentActivation: "hardSigmoidKeras3" }),
  "an LSTM with all options at once": lstm({
    forgetBias: 0.5,
    separateBiases: true,
    recurrentActivation: "hardSigmoid",
    peepholes: true,
    projectionSize: 3,
    cellClip: 0.6,
    recurrentDropout: 0.3,
    candidateDropout: 0.2,
  }),
  "an LSTM with recurrent dropout": lstm({ recurrentDropout: 0.4 }),
  "an LSTM with dropout on its candidates": lstm({ candidateDropout: 0.4 }),
  "a layer-normalized LSTM": { layerNormLstm: { hiddenSize: 5, forgetBias: 1 } },
  "a layer-normalized LSTM with a hard sigmoid and dropout": {
    layerNormLstm: { hiddenSize: 5, recurrentActivation: "hardSigmoidKeras3", candidateDropout: 0.3, recurrentDropout: 0.3 },
  },
  "a LayerNormBasicLSTMCell without layer_norm": { layerNormLstm: { hiddenSize: 4, forgetBias: 1, layerNorm: false } },
  "a GRU that resets after the product": gru({}),
  "a GRU that resets before the product": gru({ resetAfter: false }),
  "a GRU that resets before the product, with two biases": gru({ resetAfter: false, separateBiases: true }),
  "a GRU with a hard sigmoid, reset after": gru({ recurrentActivation: "hardSigmoid" }),
  "a GRU with a hard sigmoid, reset before": gru({ resetAfter: false, recurrentActivation: "hardSigmoidKeras3" }),
  "a GRU with recurrent dropout, reset after": gru({ recurrentDropout: 0.3 }),
  "a GRU with recurrent dropout, reset before": gru({ resetAfter: false, recurrentDropout: 0.3 }),
  "a simple RNN": { rnn: { hiddenSize: 4 } },
  "a simple RNN with ReLU and two biases": { rnn: { hiddenSize: 4, activation: "relu", separateBiases: true } },
  "a simple RNN with recurrent dropout": { rnn: { hiddenSize: 4, recurrentDropout: 0.4 } },
};
