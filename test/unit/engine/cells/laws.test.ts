import { laws } from "../laws.ts";
import { cells } from "./cells.ts";

for (const [name, network] of Object.entries(cells)) laws(name, network);

laws("stacked cells of all kinds", {
  stacked: {
    layers: [
      { gru: { hiddenSize: 3 } },
      { layerNormLstm: { hiddenSize: 5 } },
      { lstm: { hiddenSize: 4, projectionSize: 2 } },
      { rnn: { hiddenSize: 3 } },
    ],
  },
});
