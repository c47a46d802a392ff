import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import { laws } from "../laws.ts";

const lstm = (hiddenSize: number): NetworkSpec => ({ lstm: { hiddenSize } });
const stacked = (layers: NetworkSpec[], options: object = {}): NetworkSpec => ({ stacked: { layers, ...options } });
const bidirectional = (forward: NetworkSpec, backward: NetworkSpec, merge: string): NetworkSpec => ({
  bidirectional: { forward, backward, merge },
});
const ahead = { seesAhead: true };

laws("a bidirectional LSTM of unlike halves, concatenated", bidirectional(lstm(3), lstm(2), "concat"), ahead);
for (const merge of ["sum", "multiply", "average"])
  laws(`a bidirectional LSTM, ${merge}`, bidirectional(lstm(3), lstm(3), merge), ahead);
laws("bidirectional over stacks", bidirectional(stacked([lstm(4), lstm(3)]), stacked([lstm(2), lstm(3)]), "sum"), ahead);
laws(
  "a stack of bidirectionals",
  stacked([bidirectional(lstm(2), lstm(3), "concat"), bidirectional(lstm(3), lstm(3), "average")]),
  ahead,
);
laws(
  "a bidirectional network whose halves are bidirectional",
  bidirectional(bidirectional(lstm(2), lstm(3), "concat"), bidirectional(lstm(3), lstm(2), "concat"), "multiply"),
  ahead,
);
laws("a stack with residual connections", stacked([lstm(3), lstm(3), lstm(3)], { residual: true }));
laws("a stack with highway connections", stacked([lstm(3), lstm(3)], { highway: true }));
laws("a stack with dropout, which is not on", stacked([lstm(4), lstm(3)], { dropout: 0.4 }));
laws(
  "a residual connection around a bidirectional network",
  {
    ...stacked([lstm(4), { residual: { layer: bidirectional(lstm(2), lstm(2), "concat") } }]),
  },
  ahead,
);
laws("a highway in a backward half", bidirectional(lstm(3), stacked([lstm(3), { highway: { layer: lstm(3) } }]), "sum"), ahead);
for (const outputs of ["turned", "computed"]) {
  const layer = { reverse: { layer: lstm(3), outputs } };
  laws(`a reversed LSTM, outputs ${outputs}`, layer, { ...ahead, unmasked: outputs === "computed" });
}
laws(
  "a stack of an LSTM and a reversed bidirectional network",
  stacked([lstm(4), { reverse: { layer: bidirectional(lstm(2), lstm(2), "concat") } }]),
  ahead,
);
laws("an embedding below an LSTM", stacked([{ embedding: { size: 3 } }, lstm(4)]), { idsOnly: true });
laws("one-hot rows below an LSTM", stacked([{ oneHot: {} }, lstm(4)]), { idsOnly: true });
laws(
  "dense layers around an LSTM",
  stacked([
    { dense: { units: 4, activation: "tanh" } },
    lstm(3),
    { dense: { units: 2, activation: "sigmoid", bias: false } },
    { dense: { units: 3 } },
  ]),
  { endless: true },
);
