import type { GateInfo } from "../../layers/gate.ts";

/** The order of the gates' blocks of H columns, as in Keras and PyTorch. */
export const lstmGates = ["i", "f", "g", "o"] as const;

export const lstmGateInfos: readonly GateInfo[] = [
  { symbol: "i", name: "input gate", role: "input" },
  { symbol: "f", name: "forget gate", role: "forget" },
  { symbol: "g", name: "candidate", role: "candidate" },
  { symbol: "o", name: "output gate", role: "output" },
];
