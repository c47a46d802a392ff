import { cellNodesOf, type NetworkNode } from "../layers/networkNode.ts";
import { Mersenne } from "../random/mersenne.ts";
import { StreamPass } from "../text/batching/streamPass.ts";
import { Streams, tokenStream } from "../text/batching/streams.ts";
import { WindowPass } from "../text/batching/windowPass.ts";
import { tokenWindows, Windows } from "../text/batching/windows.ts";
import { tokenCount, tokensOf } from "./data.ts";
import { type Abilities, type Carry, classLosses, mostWindows, type Refusal, type Task } from "./task.ts";

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

const writes: Abilities = { sample: true, predict: true, fill: null, forecast: false };

/** What both ways to learn the next token have in common. */
const onTokens = {
  reads: "tokens",
  losses: classLosses,
  can: writes,
  shape: (size) => ({ input: { kind: "ids", size: tokenCount(size) }, units: tokenCount(size) }),
  blindLoss: (size) => Math.log(tokenCount(size)),
} satisfies Partial<Task>;

/** N contiguous rows through the text, T tokens at a time; the target is the next token at every step, and the state goes on. */
export const streamsTask = ({ sequenceLength, batchSize, carry }: StreamOptions): Task => ({
  ...onTokens,
  steps: sequenceLength,
  rows: batchSize,
  carries: carry,
  readouts: ["all"],
  refusal: (network) => (looksAhead(network) ? seesTheAnswer : null),
  batcher: (data) => new Streams(tokensOf(data).ids, sequenceLength, batchSize),
  validation(data) {
    const { validation } = tokensOf(data);
    return validation && new StreamPass(tokenStream(validation.ids), sequenceLength, batchSize, validation.from);
  },
});

/** T tokens in, the next one out; the state begins anew in every window. */
export const windowsTask = ({ sequenceLength, batchSize, start, numpySeed }: WindowOptions): Task => ({
  ...onTokens,
  steps: sequenceLength,
  rows: batchSize,
  carries: "none",
  readouts: ["last", "final", "mean"],
  refusal: () => null,
  batcher(data, random) {
    const source = numpySeed === null ? random : new Mersenne(numpySeed);
    return new Windows(tokensOf(data).ids, sequenceLength, batchSize, source, start);
  },
  validation(data) {
    const { validation } = tokensOf(data);
    if (validation === null) return null;
    const options = { from: validation.from, most: mostWindows };
    return new WindowPass(tokenWindows(validation.ids, sequenceLength), sequenceLength, batchSize, options);
  },
});

const seesTheAnswer: Refusal = {
  message: "A network that also reads from the end cannot learn the next token over a stream: it would see the answer",
  advice: 'Learn from windows ("task": "windows"), fill the blank ("task": "blank"), or read in one direction.',
};

/** Whether some cell reads a sequence from its end. */
export const looksAhead = (network: NetworkNode): boolean => cellNodesOf(network).some(({ cell }) => cell?.reversed);
