import type { FloatArray } from "../memory/arena.ts";
import { release } from "../memory/release.ts";
import type { Random } from "../random/random.ts";
import { orthogonalRows } from "./orthogonal.ts";

/**
 * Fills a whole parameter, row-major [rows, columns]: rows are what a product reads (its fan-in), columns what it makes (fan-out), those of
 * all gates side by side.
 * @param gates in memory order, each with its equal share of the columns; null or left out where there are none.
 */
export type Initializer = (
  value: FloatArray,
  rows: number,
  columns: number,
  random: Random,
  gates?: readonly string[] | null,
) => void;

export const zeros: Initializer = (value) => void value.fill(0);

export const constant =
  (number: number): Initializer =>
  (value) =>
    void value.fill(number);

/** Uniform in [-halfWidth, halfWidth). */
export const uniform =
  (halfWidth: number): Initializer =>
  (value, _rows, _columns, random) => {
    for (let i = 0; i < value.length; i++) value[i] = halfWidth * (2 * random.uniform() - 1);
  };

/** Normal with mean zero, not truncated. */
export const normal =
  (deviation: number): Initializer =>
  (value, _rows, _columns, random) => {
    for (let i = 0; i < value.length; i++) value[i] = deviation * random.normal();
  };

/**
 * Uniform with half-width √(6 / (rows + columns)). Glorot and Bengio, 2010. As in Keras, the fan-out of a cell's kernel is its whole width
 * (4H for an LSTM), not that of one gate.
 */
export const glorotUniform: Initializer = (value, rows, columns, random) =>
  uniform(Math.sqrt(6 / (rows + columns)))(value, rows, columns, random);

/** Normal with standard deviation √(2 / (rows + columns)). Glorot and Bengio, 2010; as PyTorch's `xavier_normal_` (Keras' is truncated). */
export const glorotNormal: Initializer = (value, rows, columns, random) =>
  normal(Math.sqrt(2 / (rows + columns)))(value, rows, columns, random);

/** Uniform with half-width √(6 / rows), made for what a ReLU reads. He, Zhang, Ren and Sun, 2015. */
export const heUniform: Initializer = (value, rows, columns, random) =>
  uniform(Math.sqrt(6 / rows))(value, rows, columns, random);

/** Normal with standard deviation √(2 / rows). He, Zhang, Ren and Sun, 2015; as PyTorch's `kaiming_normal_` (Keras' is truncated). */
export const heNormal: Initializer = (value, rows, columns, random) => normal(Math.sqrt(2 / rows))(value, rows, columns, random);

/**
 * Orthonormal rows (columns, where there are more rows than columns), uniform among all such matrices. Saxe, McClelland and Ganguli, 2014.
 * As in Keras, of the whole H × 4H matrix of a recurrent kernel: its rows are orthonormal, the gates' square blocks by themselves are not.
 */
export const orthogonal: Initializer = (value, rows, columns, random) => {
  const wide = rows <= columns;
  const [count, length] = wide ? [rows, columns] : [columns, rows];
  const matrix = orthogonalRows(count, length, random);
  for (let r = 0; r < rows; r++)
    for (let j = 0; j < columns; j++) value[r * columns + j] = wide ? matrix[r * length + j] : matrix[j * length + r];
  release(matrix.buffer);
};

/**
 * Ones on the diagonal, in the block of each gate; zeros elsewhere: what a unit held, it holds. For an RNN the start of Le, Jaitly and Hinton
 * (2015), and Keras' `Identity`; for a kernel of several gates each is such a start.
 */
export const identity: Initializer = (value, rows, columns, _random, gates) => {
  const width = columns / (gates?.length || 1);
  value.fill(0);
  for (let r = 0; r < Math.min(rows, width); r++)
    for (let column = r; column < columns; column += width) value[r * columns + column] = 1;
};

/**
 * For biases: one for the forget gate, zero for all others. Gers, Schmidhuber and Cummins, 2000; Jozefowicz, Zaremba and Sutskever, 2015;
 * Keras' `unit_forget_bias`. It is trained from there on, other than a cell's option `forgetBias`, which is added at each step and never
 * changes: use one of the two. Zero where there is no forget gate `f`.
 */
export const unitForgetBias: Initializer = (value, _rows, columns, _random, gates) => {
  value.fill(0);
  const place = gates?.indexOf("f") ?? -1;
  if (!gates || place < 0) return;
  const width = columns / gates.length;
  for (let at = place * width; at < value.length; at += columns) value.fill(1, at, at + width);
};
