import { laws } from "./laws.ts";

laws("an LSTM", { kind: "lstm", hiddenSize: 4 });
laws("an LSTM with a forget bias", { kind: "lstm", hiddenSize: 3, forgetBias: 1 });
laws("an LSTM with two biases", { kind: "lstm", hiddenSize: 3, separateBiases: true });
laws("two stacked LSTMs", {
  kind: "stacked",
  layers: [
    { kind: "lstm", hiddenSize: 4, forgetBias: 1 },
    { kind: "lstm", hiddenSize: 3 },
  ],
});
laws("stacks within a stack", {
  kind: "stacked",
  layers: [
    { kind: "stacked", layers: [{ kind: "lstm", hiddenSize: 2 }] },
    {
      kind: "stacked",
      layers: [
        { kind: "lstm", hiddenSize: 4 },
        { kind: "lstm", hiddenSize: 3 },
      ],
    },
  ],
});
