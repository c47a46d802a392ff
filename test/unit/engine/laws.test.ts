import { laws } from "./laws.ts";

laws("an LSTM", { lstm: { hiddenSize: 4 } });
laws("an LSTM with a forget bias", { lstm: { hiddenSize: 3, forgetBias: 1 } });
laws("an LSTM with two biases", { lstm: { hiddenSize: 3, separateBiases: true } });
laws("two stacked LSTMs", { stacked: { layers: [{ lstm: { hiddenSize: 4, forgetBias: 1 } }, { lstm: { hiddenSize: 3 } }] } });
laws("stacks within a stack", {
  stacked: {
    layers: [
      { stacked: { layers: [{ lstm: { hiddenSize: 2 } }] } },
      { stacked: { layers: [{ lstm: { hiddenSize: 4 } }, { lstm: { hiddenSize: 3 } }] } },
    ],
  },
});
