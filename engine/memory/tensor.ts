import type { FloatArray } from "./arena.ts";
import type { Block } from "./block.ts";

/** A named view of numbers in the arena, in the letters of its quantity: [T, N, H] unless said otherwise. It copies nothing. */
export class Tensor {
  readonly data: FloatArray;
  readonly offset: number;
  readonly shape: readonly [number, number, number];
  /** Elements from one index to the next, axis by axis; a gate of H columns lies in rows of 4H. */
  readonly strides: readonly [number, number, number];

  constructor(data: FloatArray, offset: number, shape: Tensor["shape"], strides: Tensor["strides"]) {
    this.data = data;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  /** Index in `data` of step t, row n, unit j. */
  index(t: number, n: number, j: number): number {
    return this.offset + t * this.strides[0] + n * this.strides[1] + j * this.strides[2];
  }

  at(t: number, n: number, j: number): number {
    return this.data[this.index(t, n, j)];
  }
}

/** All of a [T, N, H] block. */
export function wholeOf(data: FloatArray, block: Block): Tensor {
  const [steps, rows, columns] = block.shape as readonly [number, number, number];
  return new Tensor(data, block.offset, [steps, rows, columns], [rows * columns, columns, 1]);
}

/** One of the `count` blocks of equal width that stand side by side in each row of a [T, N, count · H] block. */
export function columnsOf(data: FloatArray, block: Block, place: number, count: number): Tensor {
  const [steps, rows, columns] = block.shape as readonly [number, number, number];
  const width = columns / count;
  return new Tensor(data, block.offset + place * width, [steps, rows, width], [rows * columns, columns, 1]);
}
