import { EngineError } from "../errors/errors.ts";
import { quoted } from "./badSeries.ts";

/** Names of all columns of a text, from its header or from their places. */
export const columnNames = (header: readonly string[] | null, width: number): string[] =>
  Array.from({ length: width }, (_, i) => header?.[i] || `column ${i + 1}`);

/**
 * Which columns are meant: by name, or else by number from 1 on; all of them where none is named.
 * @returns their places from 0
 * @throws EngineError `badConfiguration` for a column that is not there, is named twice, or shares its name with another
 */
export function chooseColumns(names: readonly string[], wanted: readonly string[]): number[] {
  if (wanted.length === 0) return names.map((_, i) => i);
  const chosen = wanted.map((name) => chooseColumn(names, name));
  const twice = chosen.findIndex((column, i) => chosen.indexOf(column) !== i);
  if (twice >= 0) throw wrongColumn(`The column ${quoted(wanted[twice]!)} is chosen twice.`, "Name each column once.");
  return chosen;
}

function chooseColumn(names: readonly string[], name: string): number {
  const place = names.indexOf(name);
  if (place >= 0 && names.lastIndexOf(name) === place) return place;
  const places = names.flatMap((other, i) => (other === name ? [i + 1] : []));
  if (places.length > 1)
    throw wrongColumn(`${places.length} columns are named ${quoted(name)}.`, `Choose by number: ${places.join(", ")}.`);
  if (/^[1-9]\d{0,5}$/u.test(name) && Number(name) <= names.length) return Number(name) - 1;
  const some = names.slice(0, 10).map(quoted).join(", ");
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  throw wrongColumn(`The text has no column ${quoted(name)}.`, `Its columns are ${some}${more}.`);
}

const wrongColumn = (message: string, advice: string): EngineError => new EngineError("badConfiguration", message, advice);
