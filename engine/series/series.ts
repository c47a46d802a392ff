import type { DecimalMark, Delimiter } from "./options.ts";

/** A text of numbers, read. Plain data. */
export interface Series {
  /** Names of the columns that were chosen, from the header; `column 2` where there is none. */
  readonly columns: readonly string[];
  /** Which cell of a row each of them is, from 0. */
  readonly chosen: readonly number[];
  readonly rows: number;
  /** [rows, columns]. */
  readonly values: Float64Array;
  /** Line of each row, from 1. Comments and empty lines are lines, but no rows. */
  readonly lines: Int32Array;
  readonly delimiter: Delimiter;
  readonly decimal: DecimalMark;
  readonly hasHeader: boolean;
}
