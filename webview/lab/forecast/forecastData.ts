import type { ForecastReport, ToldNumbers } from "../../../engine/worker/protocol.ts";

/** One column of a forecast as a chart draws it: a number or nothing for each row, from the first row on. */
export interface ColumnSeries {
  readonly name: string;
  /** Numbers of the rows as a person counts them, from 1 on. */
  readonly rows: Float64Array;
  readonly truth: (number | null)[];
  /** From true rows before each. */
  readonly told: (number | null)[];
  /** Beyond the end, from what was told itself. */
  readonly future: (number | null)[];
}

const numberOf = (value: number | undefined): number | null => (value === undefined || !Number.isFinite(value) ? null : value);

/** All columns under one axis of rows, from the first that is known to the last that is told. */
export function columnsOf({ columns, first, truth, told, future }: ForecastReport): readonly ColumnSeries[] {
  const width = columns.length;
  const parts = [{ first, values: truth }, told, ...(future === null ? [] : [future])].filter(({ values }) => values.length > 0);
  if (parts.length === 0 || width === 0) return [];
  const from = Math.min(...parts.map((part) => part.first));
  const to = Math.max(...parts.map((part) => part.first + part.values.length / width));
  const rows = Float64Array.from({ length: to - from }, (_, k) => from + k + 1);
  const pick = (part: ToldNumbers, column: number) =>
    Array.from(rows, (row) => {
      const at = row - 1 - part.first;
      return at < 0 ? null : numberOf(part.values[at * width + column]);
    });
  return columns.map((name, column) => ({
    name,
    rows,
    truth: pick({ first, values: truth }, column),
    told: pick(told, column),
    future: future === null ? Array.from(rows, () => null) : pick(future, column),
  }));
}

/** How far the told numbers are from the true ones: the root of the mean square, over the rows that have both; null where there are none. */
export function rootMeanSquare({ truth, told }: ColumnSeries, from = 0): number | null {
  let [sum, count] = [0, 0];
  for (let k = from; k < truth.length; k++) {
    const [true_, told_] = [truth[k] ?? null, told[k] ?? null];
    if (true_ === null || told_ === null) continue;
    sum += (told_ - true_) ** 2;
    count++;
  }
  return count === 0 ? null : Math.sqrt(sum / count);
}

/** From the smallest to the largest of all, with a little air. */
export function columnRange({ truth, told, future }: ColumnSeries): [number, number] {
  const numbers = [truth, told, future].flat().filter((value) => value !== null);
  if (numbers.length === 0) return [0, 1];
  const least = numbers.reduce((one, other) => Math.min(one, other));
  const most = numbers.reduce((one, other) => Math.max(one, other));
  const air = (most - least) * 0.06 || Math.abs(most) * 0.06 || 1;
  return [least - air, most + air];
}
