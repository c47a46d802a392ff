import { EngineError } from "../errors/errors.ts";

/** Numbers in nested arrays, or flat with their shape, row-major. Rows may be typed arrays. */
export type ArrayInput = ArrayLike<unknown> | FlatArray;

export interface FlatArray {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export interface ReadArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const shapeText = (shape: readonly (number | string)[]): string => `[${shape.join(", ")}]`;

/** @throws EngineError `badConfiguration` naming the array, what was expected and what was given. */
export function refuse(
  name: string,
  problem: string,
  advice = "Nothing is cut off, repeated or filled up: give what is expected.",
): never {
  throw new EngineError("badConfiguration", `${name} ${problem}.`, advice);
}

/**
 * Reads an array of a known rank; only shapes and types are checked here, numbers may still be NaN.
 * @param expected such as `["rows", "steps", 4]`: numbers must be so, words may be anything from 1 on.
 */
export function readArray(name: string, given: ArrayInput, expected: readonly (number | string)[]): ReadArray {
  const read = isFlat(given) ? readFlat(name, given) : readNested(name, given, expected.length);
  const fits =
    read.shape.length === expected.length && read.shape.every((size, axis) => size >= 1 && matches(expected[axis], size));
  if (!fits) refuse(name, `has the shape ${shapeText(read.shape)}, expected is ${shapeText(expected)}`);
  return read;
}

const matches = (expected: number | string, size: number): boolean => typeof expected === "string" || expected === size;

const isFlat = (given: ArrayInput): given is FlatArray => "shape" in given && "data" in given;

function readFlat(name: string, { shape, data }: FlatArray): ReadArray {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length) refuse(name, `has ${data.length} numbers; its shape ${shapeText(shape)} means ${size}`);
  return { shape, data: Float64Array.from(data) };
}

function readNested(name: string, given: ArrayLike<unknown>, rank: number): ReadArray {
  const shape: number[] = [];
  for (let level: unknown = given; isList(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  if (shape.length !== rank) return { shape, data: new Float64Array(0) };
  const data = new Float64Array(shape.reduce((product, length) => product * length, 1));
  let at = 0;
  const visit = (value: unknown, axis: number, place: string): void => {
    if (axis < rank) {
      if (!isList(value) || value.length !== shape[axis])
        refuse(
          `${name}${place}`,
          `has ${isList(value) ? value.length : "no"} entries, expected are ${shape[axis]}, as many as its first neighbour has`,
        );
      for (let i = 0; i < value.length; i++) visit(value[i], axis + 1, `${place}[${i}]`);
    } else if (typeof value === "number") data[at++] = value;
    else refuse(`${name}${place}`, `is ${value === null ? "null" : typeof value}, expected is a number`);
  };
  visit(given, 0, "");
  return { shape, data };
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** [N, T, size] to [T, N, size], or back with T and N exchanged. */
export function exchangeAxes(data: ArrayLike<number>, first: number, second: number, size: number): Float64Array {
  const exchanged = new Float64Array(first * second * size);
  for (let a = 0; a < first; a++)
    for (let b = 0; b < second; b++)
      for (let j = 0; j < size; j++) exchanged[(b * first + a) * size + j] = data[(a * second + b) * size + j];
  return exchanged;
}

/** Row-major numbers as nested arrays. */
export function nested(data: ArrayLike<number>, [length, ...rest]: readonly number[], from = 0): unknown[] {
  const size = rest.reduce((product, each) => product * each, 1);
  return Array.from({ length }, (_, i) => (rest.length === 0 ? data[from + i] : nested(data, rest, from + i * size)));
}
