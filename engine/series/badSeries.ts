import { EngineError } from "../errors/errors.ts";

/** A text that cannot be read as a series. */
export const badSeries = (message: string, advice: string): EngineError => new EngineError("badSeries", message, advice);

/** Something the person wrote, short enough for a sentence. */
export function quoted(written: string): string {
  const short = written.length > 40 ? `${written.slice(0, 39)}…` : written;
  return JSON.stringify(short);
}

/** Where a cell stands, as a person counts. @param column from 0 */
export const placeOf = (line: number, column: number, name?: string): string =>
  `Line ${line}, column ${column + 1}${name === undefined ? "" : ` (${quoted(name)})`}`;
