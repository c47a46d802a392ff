import * as v from "valibot";
import { badSeries } from "./badSeries.ts";

/** By mean and standard deviation; from the least to the greatest to 0 … 1 or to -1 … 1; not at all. */
export const scalingKinds = ["standard", "minMax", "symmetric", "none"] as const;
export type ScalingKind = (typeof scalingKinds)[number];

/**
 * What the network reads in place of x: scaled = (x - offset) · factor, column by column. Plain data that a saved model keeps.
 *
 * There are no differences and no logarithms: the first would make each forecast a sum of all before it, the second refuse what is not
 * above 0. A text can have such a column in place of the other.
 */
export interface Scaling {
  readonly kind: ScalingKind;
  readonly offset: readonly number[];
  readonly factor: readonly number[];
}

/**
 * Fits a scaling on the first rows, the training part: what comes after must not be known by then. The standard deviation is that of
 * the rows themselves (divided by their number, as scikit-learn's `StandardScaler` does). A column that stays the same has the
 * factor 1: it becomes 0, and back again.
 * @param values [rows, columns]
 * @param rows how many to fit on, at least one
 * @throws EngineError `badSeries` for numbers so far apart that their distance is none
 */
export function fitScaling(kind: ScalingKind, values: Float64Array, columns: number, rows = values.length / columns): Scaling {
  const fitted = Array.from({ length: columns }, (_, column) => fitColumn(kind, values, column, columns, rows));
  return { kind, offset: fitted.map(({ offset }) => noMinusZero(offset)), factor: fitted.map(({ factor }) => factor) };
}

/** What JSON would make of it. */
const noMinusZero = (value: number): number => value + 0;

function fitColumn(kind: ScalingKind, values: Float64Array, column: number, columns: number, rows: number) {
  if (kind === "none") return { offset: 0, factor: 1 };
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = column; i < rows * columns; i += columns) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  if (greatest - least === Infinity) throw tooFarApart(column);
  if (kind === "minMax") return { offset: least, factor: inverse(greatest - least) };
  if (kind === "symmetric") return { offset: least / 2 + greatest / 2, factor: inverse((greatest - least) / 2) };
  if (least === greatest) return { offset: least, factor: 1 };
  return fitStandard(values, column, columns, rows, Math.max(Math.abs(least), Math.abs(greatest)));
}

/** In two passes, so that a small deviation from a large mean is exact; divided by the largest number, so that no square is too large. */
function fitStandard(values: Float64Array, column: number, columns: number, rows: number, largest: number) {
  let sum = 0;
  for (let i = column; i < rows * columns; i += columns) sum += values[i]! / largest;
  const mean = sum / rows;
  let squares = 0;
  for (let i = column; i < rows * columns; i += columns) squares += (values[i]! / largest - mean) ** 2;
  return { offset: mean * largest, factor: inverse(Math.sqrt(squares / rows) * largest) };
}

/** 1 where all numbers are the same, or so near each other that there is no such number. */
function inverse(range: number): number {
  const factor = 1 / range;
  return Number.isFinite(factor) ? factor : 1;
}

const tooFarApart = (column: number) =>
  badSeries(
    `The numbers of column ${column + 1} lie too far apart to be scaled.`,
    "Write them in another unit, or do not scale them.",
  );

/** @param values [rows, columns] @returns the same shape */
export function scale({ offset, factor }: Scaling, values: Float64Array): Float64Array {
  return values.map((value, i) => (value - offset[i % offset.length]!) * factor[i % factor.length]!);
}

/** The number that was scaled, to the last few bits. */
export const unscale = ({ offset, factor }: Scaling, scaled: number, column: number): number =>
  scaled / factor[column]! + offset[column]!;

const finite = v.pipe(v.number(), v.finite());
const saved = v.strictObject({
  kind: v.picklist(scalingKinds),
  offset: v.array(finite),
  factor: v.array(
    v.pipe(
      finite,
      v.check((factor) => factor !== 0),
    ),
  ),
});

/** A scaling from a saved model. @returns null if it is none, or not one of so many columns */
export function readScaling(json: unknown, columns: number): Scaling | null {
  const { success, output } = v.safeParse(saved, json);
  return success && output.offset.length === columns && output.factor.length === columns ? output : null;
}
