import type { StoredTensor } from "../containers/tensors/tensor.ts";

export type Floats = Float32Array | Float64Array;

/** A weight of an imported network: its numbers are read when they are wanted. */
export interface Weight {
  readonly shape: readonly number[];
  /** Names of the tensors that it comes from. */
  readonly from: readonly string[];
  read(): Floats;
}

/** A tensor as it is. @param shape of as many numbers, where it is another one. */
export function asIs(tensor: StoredTensor, shape: readonly number[] = tensor.shape): Weight {
  return { shape, from: [tensor.name], read: () => floatsOf(tensor) };
}

/** Whole numbers become floats: a file may hold zeros and ones as such. */
export function floatsOf(tensor: StoredTensor): Floats {
  const numbers = tensor.read();
  if (numbers instanceof Float32Array || numbers instanceof Float64Array) return numbers;
  return Float64Array.from(numbers as ArrayLike<number | bigint>, Number);
}

/** A matrix with its axes exchanged. */
export function transposed(weight: Weight): Weight {
  const [rows, columns] = weight.shape as readonly [number, number];
  return matrix([columns, rows], weight.from, () => {
    const numbers = weight.read();
    return (row, column) => numbers[column * columns + row]!;
  });
}

/** Matrices of as many rows beside each other. */
export function beside(weights: readonly Weight[]): Weight {
  const rows = weights[0]!.shape[0]!;
  const widths = weights.map(({ shape }) => shape[1]!);
  return matrix(
    [rows, widths.reduce((sum, width) => sum + width, 0)],
    weights.flatMap(({ from }) => from),
    () => {
      const parts = weights.map((weight) => weight.read());
      return (row, column) => {
        let part = 0;
        let at = column;
        while (at >= widths[part]!) at -= widths[part++]!;
        return parts[part]![row * widths[part]! + at]!;
      };
    },
  );
}

/** Some rows of a matrix. */
export function rowsOf(weight: Weight, begin: number, count: number): Weight {
  const columns = weight.shape[1]!;
  return {
    shape: [count, columns],
    from: weight.from,
    read: () => weight.read().subarray(begin * columns, (begin + count) * columns),
  };
}

/** Some columns of a matrix. */
export function columnsOf(weight: Weight, begin: number, count: number): Weight {
  const [rows, columns] = weight.shape as readonly [number, number];
  return matrix([rows, count], weight.from, () => {
    const numbers = weight.read();
    return (row, column) => numbers[row * columns + begin + column]!;
  });
}

/** The same numbers in another shape. */
export const reshaped = ({ from, read }: Weight, shape: readonly number[]): Weight => ({ shape, from, read });

/** Element by element. */
export function summed(a: Weight, b: Weight): Weight {
  return {
    shape: a.shape,
    from: [...new Set([...a.from, ...b.from])],
    read: () => {
      const [left, right] = [a.read(), b.read()];
      return left.map((value, i) => value + right[i]!) as Floats;
    },
  };
}

/** @param open reads the numbers and returns what looks one up. */
function matrix(
  shape: readonly [number, number],
  from: readonly string[],
  open: () => (row: number, column: number) => number,
): Weight {
  const read = (): Float64Array => {
    const at = open();
    const numbers = new Float64Array(shape[0] * shape[1]);
    for (let row = 0; row < shape[0]; row++)
      for (let column = 0; column < shape[1]; column++) numbers[row * shape[1] + column] = at(row, column);
    return numbers;
  };
  return { shape, from, read };
}
