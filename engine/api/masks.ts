import { type ArrayInput, readArray, refuse, shapeText } from "./arrays.ts";

/** Which steps of a batch's rows are valid. */
export interface Validity {
  /** [T, N], time-major: 1 where a step is valid, 0 where it is masked. */
  readonly mask: Int8Array;
  /** Whether it was given as lengths: steps that follow one another, from each row's first on. */
  readonly isLengths: boolean;
}

/**
 * @param lengths valid steps of each row, [N], 0 to T. @param mask [N][T] of true and false, or of 1 and 0.
 * @returns null where neither is given and every step is valid.
 * @throws EngineError `badConfiguration`
 */
export function readValidity(
  lengths: ArrayLike<number> | undefined,
  mask: ArrayInput | undefined,
  rows: number,
  steps: number,
): Validity | null {
  if (lengths !== undefined && mask !== undefined)
    refuse("mask", "is given beside lengths", "Give one of them: a mask can say what lengths say.");
  if (lengths !== undefined) return { mask: maskOfLengths(readLengths(lengths, rows, steps), steps), isLengths: true };
  return mask === undefined ? null : { mask: readMask(mask, rows, steps), isLengths: false };
}

function readLengths(given: ArrayLike<number>, rows: number, steps: number): readonly number[] {
  const lengths = Array.from(given);
  if (lengths.length !== rows)
    refuse("lengths", `has the shape ${shapeText([lengths.length])}, expected is ${shapeText([rows])}, one for each row`);
  for (const [row, length] of lengths.entries())
    if (!Number.isInteger(length) || length < 0 || length > steps)
      refuse(`lengths[${row}]`, `is ${length}, expected is a whole number from 0 to ${steps}, the steps of the inputs`);
  return lengths;
}

function maskOfLengths(lengths: readonly number[], steps: number): Int8Array {
  const mask = new Int8Array(steps * lengths.length);
  for (const [n, length] of lengths.entries()) for (let t = 0; t < length; t++) mask[t * lengths.length + n] = 1;
  return mask;
}

function readMask(given: ArrayInput, rows: number, steps: number): Int8Array {
  const { data } = readArray("mask", numbersOf(given) as ArrayInput, [rows, steps]);
  const mask = new Int8Array(data.length);
  for (const [i, value] of data.entries()) {
    const [row, step] = [Math.floor(i / steps), i % steps];
    if (value !== 0 && value !== 1) refuse(`mask[${row}][${step}]`, `is ${value}, expected is true or false, or 1 or 0`);
    mask[step * rows + row] = value;
  }
  return mask;
}

/** The same with 1 for true and 0 for false. */
function numbersOf(given: unknown): unknown {
  if (typeof given === "boolean") return Number(given);
  if (Array.isArray(given)) return given.map(numbersOf);
  if (typeof given !== "object" || given === null || ArrayBuffer.isView(given) || !("data" in given)) return given;
  return { ...given, data: Array.from(given.data as ArrayLike<unknown>, numbersOf) };
}
