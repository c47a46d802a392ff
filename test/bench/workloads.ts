/** What is stacked: an LSTM, another cell, or an LSTM in each direction, which carries no state on. */
export type Kind = "lstm" | "gru" | "layerNormLstm" | "bidirectional";

/** A row of the table: what is trained, and how many times as fast as the others it is to be. */
export interface Workload {
  readonly name: string;
  readonly batch: number;
  readonly steps: number;
  readonly vocabulary: number;
  readonly hidden: number;
  readonly layers: number;
  readonly optimizer: string;
  readonly kind: Kind;
  /** Elements of the rows that ids look up; 0 where inputs are one-hot vectors. */
  readonly embedding: number;
  /** Bounds of the ratio of our tokens per second to theirs. */
  readonly bounds: { readonly pytorch: number; readonly tensorflow: number };
}

type Row = readonly [string, number, number, number, number, number, string, number, number, number, Kind?];

const rows: readonly Row[] = [
  ["story words", 1, 3, 10, 5, 1, "sgd", 0, 40, 200],
  ["min-char", 1, 25, 65, 100, 1, "adagrad", 0, 8, 60],
  ["quijote", 1, 100, 85, 250, 1, "sgd", 0, 5, 40],
  ["shakespeare", 1, 100, 65, 500, 1, "adam", 0, 4, 30],
  ["char-rnn", 50, 50, 65, 128, 2, "adam", 0, 1.2, 30],
  ["large", 50, 50, 65, 512, 2, "adam", 0, 0.7, 30],
  ["words", 20, 35, 10_000, 200, 2, "sgd", 200, 0.6, 20],
  ["gru", 50, 50, 65, 128, 2, "adam", 0, 1.2, 30, "gru"],
  ["layer norm", 50, 50, 65, 128, 2, "adam", 0, 1.2, 30, "layerNormLstm"],
  ["both ways", 50, 50, 65, 128, 2, "adam", 0, 1.2, 30, "bidirectional"],
];

export const workloads: readonly Workload[] = rows.map(
  ([name, batch, steps, vocabulary, hidden, layers, optimizer, embedding, pytorch, tensorflow, kind = "lstm"]) => ({
    name,
    batch,
    steps,
    vocabulary,
    hidden,
    layers,
    optimizer,
    embedding,
    kind,
    bounds: { pytorch, tensorflow },
  }),
);

/** Small enough that no side diverges: this is about time. */
export const learningRate = 0.001;
export const clipNorm = 5;

/**
 * Floating-point operations of the matrix products of one token's training, two to a multiply-add: three products (forward, back to
 * the input, to the weights) for each weight, but look-ups for ids, and no way back beneath the first layer of one-hot inputs.
 */
export function operationsPerToken({ vocabulary, hidden, layers, embedding, kind }: Workload): number {
  const directions = kind === "bidirectional" ? 2 : 1;
  const gates = (kind === "gru" ? 3 : 4) * directions * hidden;
  const recurrent = layers * hidden * gates;
  const inputs = (layers - 1) * directions * hidden * gates + embedding * gates;
  return 6 * (recurrent + inputs + directions * hidden * vocabulary);
}
