import { EngineError } from "../errors/errors.ts";
import { beginsAsNumber, isMissing, markIn } from "./numbers.ts";
import type { DecimalMark, Delimiter } from "./options.ts";
import { RowScanner } from "./rowScanner.ts";

/** How a text of numbers is laid out, seen from its first rows. */

/**
 * What parts both the first row and the second: tab, semicolon or comma, in this order, since a cell may hold a later one (a decimal
 * comma, a comma in a name) but hardly an earlier one. Where it is none of them, blanks, if they part the numbers; a header of one
 * column may have blanks in its name.
 */
export function findDelimiter(text: string): Delimiter {
  const found = (["tab", "semicolon", "comma"] as const).find((delimiter) =>
    cellsOfFirstRows(text, delimiter).every((cells) => cells > 1),
  );
  return found ?? (cellsOfFirstRows(text, "blanks").at(-1)! > 1 ? "blanks" : "none");
}

/** How many cells the first two rows would have; of one that cannot be read, those up to there. */
function cellsOfFirstRows(text: string, delimiter: Delimiter): number[] {
  const scanner = new RowScanner(text, delimiter);
  const counts: number[] = [];
  try {
    while (counts.length < 2 && scanner.next()) counts.push(scanner.cells);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    counts.push(scanner.cells);
  }
  return counts.length > 0 ? counts : [0];
}

/**
 * Whether the first of two rows names the columns: it has a cell that begins as no number does and does not stand for a missing one. A
 * row that has numbers as well is a header only if one of its names stands over a number: else its words are data, such as dates.
 * @param first cells of the row @param second of the one after it; empty if there is none
 */
export function isHeader(first: readonly string[], second: readonly string[]): boolean {
  const names = first.flatMap((cell, i) => (isName(cell) ? [i] : []));
  if (names.length === 0) return false;
  return !first.some(beginsAsNumber) || names.some((i) => second[i] !== undefined && beginsAsNumber(second[i]));
}

const isName = (cell: string): boolean => !beginsAsNumber(cell) && !isMissing(cell);

/** How many rows are looked at for a decimal mark. */
const sampledRows = 1000;

/** A comma, if some cell of the first rows can be read with it alone and none with a point. @param scanner before the first of them */
export function findDecimalMark(scanner: RowScanner, chosen: readonly number[]): DecimalMark {
  let comma = false;
  for (let row = 0; row < sampledRows && scanner.next(); row++)
    for (const column of chosen) {
      const mark = column < scanner.cells ? markIn(scanner.cell(column)) : null;
      if (mark === "point") return "point";
      if (mark === "comma") comma = true;
    }
  return comma ? "comma" : "point";
}
