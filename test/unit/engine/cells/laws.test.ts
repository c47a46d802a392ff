import { laws } from "../laws.ts";
import { cells } from "./cells.ts";

for (const [name, network] of Object.entries(cells)) laws(name, network);

laws("stacked cells of all kinds", {
  kind: "stacked",
  layers: [
    { kind: "gru", hiddenSize: 3 },
    { kind: "layerNormLstm", hiddenSize: 5 },
    { kind: "lstm", hiddenSize: 4, projectionSize: 2 },
    { kind: "rnn", hiddenSize: 3 },
  ],
});
