import type { Numbers } from "./dtypes.ts";
import { elementsOf } from "./tensor.ts";

/** Numbers of each step along each axis, where the last axis is the fastest. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Where the first axis is the fastest (Fortran). */
export const columnMajorStrides = (shape: readonly number[]): number[] => rowMajorStrides(shape.toReversed()).reverse();

/** Index of the last number that a strided view reaches; -1 for a view without numbers. */
export function lastReached(shape: readonly number[], strides: readonly number[], offset: number): number {
  if (shape.includes(0)) return -1;
  return shape.reduce((reached, length, axis) => reached + (length - 1) * strides[axis]!, offset);
}

/** A view's numbers in row-major order: the numbers themselves where they lie so, else a copy. */
export function rowMajor(numbers: Numbers, shape: readonly number[], strides: readonly number[], offset = 0): Numbers {
  const count = elementsOf(shape);
  if (isRowMajor(shape, strides)) return numbers.subarray(offset, offset + count);
  const copy = new (numbers.constructor as new (length: number) => Numbers)(count);
  const index = shape.map(() => 0);
  let from = offset;
  for (let to = 0; to < count; to++) {
    copy[to] = numbers[from]!;
    from += advance(index, shape, strides);
  }
  return copy;
}

/** Moves on to the next element in row-major order. Returns the numbers between the two. */
function advance(index: number[], shape: readonly number[], strides: readonly number[]): number {
  let moved = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis]!++;
    moved += strides[axis]!;
    if (index[axis]! < shape[axis]!) break;
    moved -= shape[axis]! * strides[axis]!;
    index[axis] = 0;
  }
  return moved;
}

/** An axis of length 1 is never stepped along, so that its stride means nothing. */
function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  const dense = rowMajorStrides(shape);
  return shape.every((length, axis) => length === 1 || strides[axis] === dense[axis]);
}
