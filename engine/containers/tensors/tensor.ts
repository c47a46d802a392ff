import type { FileBytes } from "../bytes/fileBytes.ts";
import { type Dtype, dtypeOf, dtypes, encodeNumbers, type Numbers } from "./dtypes.ts";

/** A tensor of a file. Its numbers are read, unpacked and checked when they are asked for. */
export interface StoredTensor {
  readonly name: string;
  /** Empty for a single number. */
  readonly shape: readonly number[];
  /** As it lies in the file. */
  readonly dtype: Dtype;
  /**
   * The numbers in row-major order. They may be a view of the file's bytes: to be read, not written.
   *
   * @throws EngineError `badModelFile` where they are damaged.
   */
  read(): Numbers;
}

/** A tensor in memory, to be written. */
export function tensorOf(
  name: string,
  shape: readonly number[],
  numbers: Numbers,
  dtype: Dtype = dtypeOf(numbers),
): StoredTensor {
  if (numbers.length !== elementsOf(shape))
    throw new RangeError(`${name} has ${numbers.length} numbers; its shape [${shape.join(", ")}] means ${elementsOf(shape)}.`);
  return { name, shape, dtype, read: () => numbers };
}

/** How many numbers a shape means: not exact beyond 2^53, where no file has as many. */
export const elementsOf = (shape: readonly number[]): number =>
  shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, 1);

export const bytesOf = (shape: readonly number[], dtype: Dtype): number => elementsOf(shape) * dtypes[dtype].bytes;

/** The bytes of a tensor as little-endian formats hold them. */
export const storedBytes = (tensor: StoredTensor): Uint8Array => encodeNumbers(tensor.read(), tensor.dtype);

/** Checks lengths along the axes that a file claims. @param place names the tensor in the error. */
export function checkedShape(file: FileBytes, shape: unknown, place: string): readonly number[] {
  if (!Array.isArray(shape)) file.fail(`${place} has no shape`);
  const wrong = shape.find((length) => !Number.isSafeInteger(length) || length < 0);
  if (wrong !== undefined) file.fail(`${place} has the length ${wrong} in its shape [${shape.join(", ")}]`);
  if (shape.length > 32) file.fail(`${place} has ${shape.length} axes, and no framework has more than 32`);
  return shape;
}
