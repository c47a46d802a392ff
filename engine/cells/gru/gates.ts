import type { GateInfo } from "../../layers/gate.ts";

/** The order of the gates' blocks of H columns, as in PyTorch. */
export const gruGates = ["r", "z", "n"] as const;

export const gruGateInfos: readonly GateInfo[] = [
  { symbol: "r", name: "reset gate", role: "reset" },
  { symbol: "z", name: "update gate", role: "update" },
  { symbol: "n", name: "candidate", role: "candidate" },
];
