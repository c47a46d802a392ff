import { RowScanner } from "./rowScanner.ts";
import type { Series } from "./series.ts";

/** Where cells stand in the text that a series was read from: looked up when asked, since nobody asks for most of them. */

export interface CellPlace {
  readonly row: number;
  /** Of the chosen columns. */
  readonly column: number;
  /** UTF-16 units of the text, without blanks and quotes around the cell. */
  readonly start: number;
  readonly end: number;
}

/** @throws RangeError for a row or column that the series does not have */
export function placeOfCell(text: string, series: Series, row: number, column: number): CellPlace {
  if (!(row in series.lines && column in series.chosen))
    throw new RangeError(`The series has no cell in row ${row}, column ${column}.`);
  const { starts, ends } = scanRow(text, series, row);
  const cell = series.chosen[column]!;
  return { row, column, start: starts[cell]!, end: ends[cell]! };
}

/** The cell at an offset of the text, its end included; null where no chosen one stands. */
export function cellAt(text: string, series: Series, offset: number): CellPlace | null {
  const row = rowAt(series.offsets, offset);
  if (row < 0) return null;
  const { starts, ends } = scanRow(text, series, row);
  const column = series.chosen.findIndex((cell) => offset >= starts[cell]! && offset <= ends[cell]!);
  return column < 0 ? null : { row, column, start: starts[series.chosen[column]!]!, end: ends[series.chosen[column]!]! };
}

function scanRow(text: string, { delimiter, offsets, lines }: Series, row: number): RowScanner {
  const scanner = new RowScanner(text, delimiter, { offset: offsets[row]!, line: lines[row]! });
  scanner.next();
  return scanner;
}

/** The last row that begins at the offset or before it; -1 if none does. */
function rowAt(offsets: Int32Array, offset: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
