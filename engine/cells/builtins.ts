import { entry } from "../registry/entry.ts";
import { count, flag, number } from "../registry/options.ts";
import { LstmCell } from "./lstm.ts";

/** The cells that the engine brings with it. */
export const cells = [
  entry({
    kind: "cell",
    name: "lstm",
    summary: "Long short-term memory with a forget gate",
    options: { hiddenSize: count(), forgetBias: number(-1e6, 1e6, 0), separateBiases: flag(false) },
    build: (options, { scope, source }) => new LstmCell(scope, source, options),
  }),
];
