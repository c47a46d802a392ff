import { formatNumber } from "../../engine/words/numbers.ts";
import { roundUp } from "./range.ts";

/** Where an axis begins and ends, and how its numbers are written. */
export type Extent = [from: number, to: number];

/** From step 0 to the next round number, so that the curve grows at its live end and the rest holds still. */
export const stepRange = (last: number, planned: number): Extent => [
  0,
  Math.min(roundUp(Math.max(last, 10)), Math.max(planned, last, 1)),
];

/** A number as short as it can be written: 0.5, 1e−4 */
export const tickText = (value: number): string =>
  formatNumber(value)
    .replace(/(\.\d*?)0+(?=e|$)/, "$1")
    .replace(/\.(?=e|$)/, "");

/** Whole decades around the numbers given, for a logarithmic axis. */
export function decades(smallest: number, largest: number): Extent {
  if (!(largest > 0)) return [0.1, 1];
  const low = Math.floor(Math.log10(Math.max(smallest, largest * 1e-8)));
  const high = Math.ceil(Math.log10(largest) + 1e-9);
  return [10 ** low, 10 ** Math.max(high, low + 1)];
}

/** Smallest and largest of the finite numbers above zero. */
export function positiveExtent(numbers: ArrayLike<number>): readonly [number, number] {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let k = 0; k < numbers.length; k++) {
    const value = numbers[k]!;
    if (!(value > 0) || !Number.isFinite(value)) continue;
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  return [smallest, largest];
}

export const isDecade = (value: number): boolean => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
