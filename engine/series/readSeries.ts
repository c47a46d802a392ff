import { EngineError } from "../errors/errors.ts";
import { badSeries, placeOf } from "./badSeries.ts";
import { chooseColumns, columnNames } from "./columns.ts";
import { findDecimalMark, findDelimiter, isHeader } from "./layout.ts";
import { parseNumber, whyNoNumber } from "./numbers.ts";
import {
  type CheckedSeriesOptions,
  checkSeriesOptions,
  type DecimalMark,
  type Delimiter,
  type SeriesOptions,
} from "./options.ts";
import { RowScanner } from "./rowScanner.ts";
import type { Series } from "./series.ts";

/** What is known of a text before its numbers are read. */
interface Layout {
  readonly delimiter: Delimiter;
  readonly hasHeader: boolean;
  /** Cells of each row. */
  readonly width: number;
  /** Line of the row that says so. */
  readonly widthLine: number;
  readonly names: readonly string[];
  /** The columns to be read, as places from 0. */
  readonly chosen: readonly number[];
  /** Where the first row of numbers begins. */
  readonly from: { readonly offset: number; readonly line: number };
}

/**
 * Reads a text of numbers, row by row: comma, semicolon, tab or blanks between the cells, quotes around them or not, a header or none. A
 * byte order mark, any line ends, empty lines, lines that begin with # and a delimiter after a row's last cell are all fine. What is
 * not chosen may be anything.
 *
 * @throws EngineError `emptyText`; `badConfiguration` for columns that are not there; `badSeries` for a cell that is no number and for
 *   a row of another length, with their line and column
 */
export function readSeries(text: string, options: SeriesOptions = {}): Series {
  const checked = checkSeriesOptions(options);
  const layout = layoutOf(text, checked);
  const { delimiter, hasHeader, chosen, names, from } = layout;
  const decimal = checked.decimal === "auto" ? findDecimalMark(new RowScanner(text, delimiter, from), chosen) : checked.decimal;
  const read = readRows(text, layout, decimal);
  return { columns: chosen.map((column) => names[column]!), chosen, ...read, delimiter, decimal, hasHeader };
}

function layoutOf(text: string, options: CheckedSeriesOptions): Layout {
  const delimiter = options.delimiter === "auto" ? findDelimiter(text) : options.delimiter;
  const scanner = new RowScanner(text, delimiter);
  const first = nextRow(scanner);
  if (first === null)
    throw new EngineError("emptyText", "The text has no row in it.", "Write some numbers, or choose another file.");
  const top = placeOfRow(scanner);
  const second = nextRow(scanner);
  const hasHeader = options.header ?? isHeader(first, second ?? []);
  if (hasHeader && second === null)
    throw badSeries("The text has a header, but no row of numbers.", "Write some numbers below it.");
  const width = first.length > 1 && first.at(-1) === "" ? first.length - 1 : first.length;
  const names = columnNames(hasHeader ? first.map(copied) : null, width);
  const from = hasHeader ? placeOfRow(scanner) : top;
  return { delimiter, hasHeader, width, widthLine: top.line, names, chosen: chooseColumns(names, options.columns), from };
}

const nextRow = (scanner: RowScanner): string[] | null =>
  scanner.next() ? Array.from({ length: scanner.cells }, (_, i) => scanner.cell(i)) : null;

const placeOfRow = ({ offset, line }: RowScanner) => ({ offset, line });

/** A slice keeps the whole text in memory that it is of; joined characters do not. */
const copied = (name: string): string => Array.from(name).join("");

type Rows = Pick<Series, "rows" | "values" | "lines">;

function readRows(text: string, layout: Layout, decimal: DecimalMark): Rows {
  const { delimiter, chosen, from } = layout;
  const scanner = new RowScanner(text, delimiter, from);
  let [values, lines] = [new Float64Array(16 * chosen.length), new Int32Array(16)];
  let rows = 0;
  for (; scanner.next(); rows++) {
    if (rows === lines.length) [values, lines] = [twiceAsLong(values), twiceAsLong(lines)];
    requireWidth(scanner, layout);
    lines[rows] = scanner.line;
    for (let i = 0; i < chosen.length; i++) {
      const column = chosen[i]!;
      const value = parseNumber(text, scanner.starts[column]!, scanner.ends[column]!, decimal);
      if (!Number.isFinite(value)) throw badCell(scanner, column, layout, decimal);
      values[rows * chosen.length + i] = value;
    }
  }
  return { rows, values: values.slice(0, rows * chosen.length), lines: lines.slice(0, rows) };
}

function twiceAsLong<A extends Float64Array | Int32Array>(array: A): A {
  const longer = new (array.constructor as new (length: number) => A)(array.length * 2);
  longer.set(array);
  return longer;
}

/** One empty cell after the last one is a delimiter that ends the row. */
function requireWidth(scanner: RowScanner, { width, widthLine }: Layout): void {
  const { cells, line } = scanner;
  if (cells === width || (cells === width + 1 && scanner.starts[width] === scanner.ends[width])) return;
  throw badSeries(
    `Line ${line} has ${cells} ${cells === 1 ? "cell" : "cells"}, but line ${widthLine} has ${width}.`,
    "Give every row as many cells, or say what stands between two of them.",
  );
}

function badCell(scanner: RowScanner, column: number, { names, hasHeader }: Layout, decimal: DecimalMark): EngineError {
  const { reason, advice } = whyNoNumber(scanner.cell(column), decimal);
  return badSeries(`${placeOf(scanner.line, column, hasHeader ? names[column] : undefined)}: ${reason}.`, advice);
}
