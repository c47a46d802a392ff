/**
 * Weights between the articles' layouts and ours, as a reader would move them: rows and blocks of columns, nothing else. Apart from the
 * engine's own layouts, so that a test of an article owes nothing to what it judges.
 */

export type Rows = readonly (readonly number[])[];

/** Our order of an LSTM's gates; g is the candidate, c in Keras and Deep-Breathe, j in TensorFlow. */
export const ours = "ifgo";

export const transposed = (rows: Rows): number[][] => rows[0].map((_, column) => rows.map((row) => row[column]));

/** Row-major numbers as rows. */
export const rowsOf = (data: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: data.length / columns }, (_, row) => Array.from({ length: columns }, (__, j) => data[row * columns + j]));

/** Permutes blocks of columns, one a gate, all equally wide. */
export function reordered(rows: Rows, given: string, wanted: string): number[][] {
  const width = rows[0].length / given.length;
  const block = (row: readonly number[], gate: string) =>
    row.slice(given.indexOf(gate) * width, (given.indexOf(gate) + 1) * width);
  return rows.map((row) => [...wanted].flatMap((gate) => block(row, gate)));
}

export interface LstmWeights {
  /** [D, 4H] */
  readonly kernel: Rows;
  /** [H, 4H] */
  readonly recurrentKernel: Rows;
  /** [1, 4H] */
  readonly bias: Rows;
}

const deepBreathe = "figo";

/** From Deep-Breathe's W: 4H rows, gates f i c o; a column of biases, D for x, H for h. 20 × 16 for H = 5 and D = 10. */
export function fromDeepBreathe(packed: Rows): LstmWeights {
  const [bias, ...rest] = reordered(transposed(packed), deepBreathe, ours);
  const inputs = rest.length - packed.length / 4;
  return { bias: [bias], kernel: rest.slice(0, inputs), recurrentKernel: rest.slice(inputs) };
}

export const toDeepBreathe = ({ bias, kernel, recurrentKernel }: LstmWeights): number[][] =>
  transposed(reordered([...bias, ...kernel, ...recurrentKernel], ours, deepBreathe));
