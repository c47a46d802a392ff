import type { FloatArray } from "../memory/arena.ts";
import { release } from "../memory/release.ts";
import type { Random } from "../random/random.ts";
import { orthogonalRows } from "./orthogonal.ts";

/**
 * How a parameter begins. Fills a whole parameter, row-major [rows, columns]: rows are what a product reads (its fan-in), columns what it makes (fan-out), those of
 * all gates side by side.
 * @param gates in memory order, each with its equal share of the columns; null or left out where there are none.
 */
export interface Initializer {
  (value: FloatArray, rows: number, columns: number, random: Random, gates?: readonly string[] | null): void;
  /** Whether it means a cell's one bias and none of the vectors that begin like a bias: they begin at zero then. */
  readonly ofBiasAlone?: boolean;
}

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

/** Normal with mean zero, drawn again beyond two deviations, as TensorFlow's and Keras'; `deviation` is that before anything is drawn again. */
export const truncatedNormal =
  (deviation: number): Initializer =>
  (value, _rows, _columns, random) => {
    for (let i = 0; i < value.length; i++) {
      let draw = random.normal();
      while (Math.abs(draw) > 2) draw = random.normal();
      value[i] = deviation * draw;
    }
  };

export interface VarianceScaling {
  /** The variance, times what `mode` divides by; 1 where left out. */
  readonly scale?: number;
  /** What the variance is divided by: rows, columns, or the mean of both; `fanIn` where left out. */
  readonly mode?: "fanIn" | "fanOut" | "fanAverage";
  /** `truncatedNormal` where left out. */
  readonly distribution?: "truncatedNormal" | "normal" | "uniform";
}

/** Deviation of a standard normal distribution that is cut off at ±2. */
const truncated = 0.87962566103423978;

/** Random numbers of the variance scale / fan. As Keras' `VarianceScaling`; Glorot's, He's and LeCun's are of this form. */
export function varianceScaling({
  scale = 1,
  mode = "fanIn",
  distribution = "truncatedNormal",
}: VarianceScaling = {}): Initializer {
  return (value, rows, columns, random) => {
    const fan = { fanIn: rows, fanOut: columns, fanAverage: (rows + columns) / 2 }[mode];
    const deviation = Math.sqrt(scale / fan);
    const draws = {
      truncatedNormal: truncatedNormal(deviation / truncated),
      normal: normal(deviation),
      uniform: uniform(Math.sqrt(3) * deviation),
    };
    draws[distribution](value, rows, columns, random);
  };
}

/** Multiplies what another initializer gives, as PyTorch's `gain` does. */
export function withGain(initializer: Initializer, gain: number): Initializer {
  if (gain === 1) return initializer;
  return (value, rows, columns, random, gates) => {
    initializer(value, rows, columns, random, gates);
    for (let i = 0; i < value.length; i++) value[i]! *= gain;
  };
}

/** Uniform with half-width 1 / √H, H the columns of a gate: how PyTorch's recurrent layers begin, kernels and biases alike. */
export const unitsUniform: Initializer = (value, rows, columns, random, gates) =>
  uniform(1 / Math.sqrt(columns / (gates?.length || 1)))(value, rows, columns, random);

/** Uniform with half-width √(3 / rows). LeCun, Bottou, Orr and Müller, 1998. */
export const lecunUniform: Initializer = (value, rows, columns, random) =>
  uniform(Math.sqrt(3 / rows))(value, rows, columns, random);

/** Normal with standard deviation √(1 / rows). LeCun, Bottou, Orr and Müller, 1998 (Keras' is truncated). */
export const lecunNormal: Initializer = (value, rows, columns, random) =>
  normal(Math.sqrt(1 / rows))(value, rows, columns, random);

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
export const unitForgetBias: Initializer = forgetBias(1);

/**
 * Another number than one. Where a cell trains two biases, the first has it and the other begins at zero, so that it is the sum too; so do
 * peepholes and shifts, whose numbers stand in the order of the gates as well.
 */
export function forgetBias(number: number): Initializer {
  const fill: Initializer = (value, _rows, columns, _random, gates) => {
    value.fill(0);
    const place = gates?.indexOf("f") ?? -1;
    if (!gates || place < 0) return;
    const width = columns / gates.length;
    for (let at = place * width; at < value.length; at += columns) value.fill(number, at, at + width);
  };
  return Object.assign(fill, { ofBiasAlone: true });
}
