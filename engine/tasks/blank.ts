import type { NetworkSpec } from "../layers/networkSpec.ts";
import { Blanks, blankIds, blankWindows } from "../text/batching/blanks.ts";
import { WindowPass } from "../text/batching/windowPass.ts";
import { tokenCount, tokensOf } from "./data.ts";
import { classLosses, mostWindows, type Task } from "./task.ts";

export interface BlankOptions {
  /** L: tokens before the blank. */
  readonly left: number;
  /** R: tokens after it. */
  readonly right: number;
  readonly batchSize: number;
}

/** L tokens, a blank, R tokens in; the token that stands in the blank out. */
export const blankTask = ({ left, right, batchSize }: BlankOptions): Task => ({
  reads: "tokens",
  steps: left + 1 + right,
  rows: batchSize,
  carries: "none",
  // At its end each half has read both sides of the blank; beside the last token the half that reads from the end has seen one.
  readouts: ["final", "mean", "last"],
  losses: classLosses,
  can: { sample: false, predict: false, fill: { left, right }, forecast: false },
  shape: (size) => ({ input: { kind: "ids", size: blankIds(tokenCount(size)).inputSize }, units: tokenCount(size) }),
  blindLoss: (size) => Math.log(tokenCount(size)),
  refusal: () => null,
  usualNetwork: inBothDirections,
  batcher(data, random) {
    const { ids, vocabulary } = tokensOf(data);
    return new Blanks(ids, { left, right }, vocabulary.size, batchSize, random);
  },
  validation(data) {
    const { validation, vocabulary } = tokensOf(data);
    if (validation === null) return null;
    const source = blankWindows(validation.ids, { left, right }, vocabulary.size);
    return new WindowPass(source, left + 1 + right, batchSize, { from: validation.from, most: mostWindows });
  },
});

const inBothDirections = (network: NetworkSpec): NetworkSpec => ({ bidirectional: { forward: network, merge: "concat" } });
