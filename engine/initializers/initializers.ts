import type { FloatArray } from "../memory/arena.ts";
import type { Random } from "../random/random.ts";
import { orthogonalRows } from "./orthogonal.ts";

/** Fills a whole parameter, row-major [rows, columns], all gates of a kernel at once. */
export type Initializer = (value: FloatArray, rows: number, columns: number, random: Random) => void;

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

/**
 * Uniform with half-width √(6 / (rows + columns)). Glorot and Bengio, 2010. As in Keras, the fan-out of a cell's kernel is its whole width
 * (4H for an LSTM), not that of one gate.
 */
export const glorotUniform: Initializer = (value, rows, columns, random) =>
  uniform(Math.sqrt(6 / (rows + columns)))(value, rows, columns, random);

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
};
