/** A gate's symbol: of an LSTM i f g o, of a GRU r z n. What a symbol means, its cell says: `cells/gate.ts`. */
export type Gate = string;

/** One trained array. Matrices are row-major [rows, columns]; a bias is one row. */
export interface ParameterInfo {
  /** Such as `lstm/0/kernel`, `lstm/0/recurrentKernel`, `lstm/0/bias`, `dense/kernel`, `dense/bias`. */
  readonly path: string;
  readonly rows: number;
  readonly columns: number;
  /** The gates whose blocks of H columns stand side by side in it, in memory order; null for dense parameters. */
  readonly gates: readonly Gate[] | null;
  /** What a row stands for: a token of the vocabulary, a unit of the layer below, a unit of this layer, or nothing (bias). */
  readonly rowMeaning: "token" | "unitBelow" | "unit" | "none";
  /** What a column (of one gate) stands for. */
  readonly columnMeaning: "token" | "unit";
}
