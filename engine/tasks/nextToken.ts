import { cellNodesOf, type NetworkNode } from "../layers/networkNode.ts";
import { Mersenne } from "../random/mersenne.ts";
import { StreamPass } from "../text/batching/streamPass.ts";
import { Streams, tokenStream } from "../text/batching/streams.ts";
import { WindowPass } from "../text/batching/windowPass.ts";
import { tokenWindows, Windows } from "../text/batching/windows.ts";
import type { Abilities, Carry, Refusal, Task } from "./task.ts";

export interface StreamOptions {
  readonly sequenceLength: number;
  readonly batchSize: number;
  readonly carry: Carry;
}

export interface WindowOptions {
  readonly sequenceLength: number;
  readonly batchSize: number;
  /** Where the first window begins, in tokens; drawn where null. */
  readonly start: number | null;
  /** Starts are drawn as by NumPy's `RandomState` of this seed; from the run's own seed where null. */
  readonly numpySeed: number | null;
}

const writes: Abilities = { sample: true, predict: true, fill: false, forecast: false };
/** A validation of more windows takes so many of them, evenly spread. */
const mostWindows = 4096;

const classes = ["softmaxCrossEntropy"] as const;

/** N contiguous rows through the text, T tokens at a time; the target is the next token at every step, and the state goes on. */
export const streamsTask = ({ sequenceLength, batchSize, carry }: StreamOptions): Task => ({
  reads: "tokens",
  steps: sequenceLength,
  rows: batchSize,
  carries: carry,
  readouts: ["all"],
  losses: classes,
  can: writes,
  shape: ({ count }) => ({ input: { kind: "ids", size: count }, units: count }),
  blindLoss: ({ count }) => Math.log(count),
  refusal: (network) => (looksAhead(network) ? seesTheAnswer : null),
  batcher: ({ ids }) => new Streams(ids, sequenceLength, batchSize),
  validation: ({ validation }) =>
    validation && new StreamPass(tokenStream(validation.ids), sequenceLength, batchSize, validation.from),
});

/** T tokens in, the next one out; the state begins anew in every window. */
export const windowsTask = ({ sequenceLength, batchSize, start, numpySeed }: WindowOptions): Task => ({
  reads: "tokens",
  steps: sequenceLength,
  rows: batchSize,
  carries: "none",
  readouts: ["last", "final", "mean"],
  losses: classes,
  can: writes,
  shape: ({ count }) => ({ input: { kind: "ids", size: count }, units: count }),
  blindLoss: ({ count }) => Math.log(count),
  refusal: () => null,
  batcher: ({ ids }, random) =>
    new Windows(ids, sequenceLength, batchSize, numpySeed === null ? random : new Mersenne(numpySeed), start),
  validation: ({ validation }) =>
    validation &&
    new WindowPass(tokenWindows(validation.ids, sequenceLength), sequenceLength, batchSize, {
      from: validation.from,
      most: mostWindows,
    }),
});

const seesTheAnswer: Refusal = {
  message: "A network that also reads from the end cannot learn the next token over a stream: it would see the answer",
  advice: 'Learn from windows ("task": "windows"), fill the blank, or read in one direction.',
};

/** Whether some cell reads a sequence from its end. */
export const looksAhead = (network: NetworkNode): boolean => cellNodesOf(network).some(({ cell }) => cell?.reversed);
