import { quoted } from "./badSeries.ts";
import { comma, isDigit, minus, plus, point } from "./characters.ts";
import type { DecimalMark } from "./options.ts";

/** Whole numbers up to 10¹⁵ and these powers are exact, and so their quotient is the nearest number there is. */
const exactDigits = 15;
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The number that stands there: sign, digits, decimal mark, exponent; the nearest float64, as `Number` gives it.
 * @returns NaN if it is none, infinite if it is too large.
 */
export function parseNumber(text: string, start: number, end: number, decimal: DecimalMark): number {
  const mark = decimal === "comma" ? comma : point;
  let i = start;
  const first = text.charCodeAt(i);
  if (first === minus || first === plus) i++;
  let mantissa = 0;
  let significant = 0;
  let digits = 0;
  let places = -1;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) {
      mantissa = mantissa * 10 + (code - 0x30);
      if (mantissa > 0) significant++;
      digits++;
      if (places >= 0) places++;
    } else if (code === mark && places < 0) places = 0;
    else break;
  }
  if (digits === 0) return Number.NaN;
  if (i === end && significant <= exactDigits && places < powers.length) {
    const value = places > 0 ? mantissa / powers[places]! : mantissa;
    return first === minus ? -value : value;
  }
  if (i < end && !isExponent(text, i, end)) return Number.NaN;
  const written = text.slice(start, end);
  return Number(decimal === "comma" ? written.replace(",", ".") : written);
}

function isExponent(text: string, start: number, end: number): boolean {
  let i = start;
  if ((text.charCodeAt(i++) | 0x20) !== 0x65) return false;
  const sign = text.charCodeAt(i);
  if (sign === minus || sign === plus) i++;
  if (i >= end) return false;
  for (; i < end; i++) if (!isDigit(text.charCodeAt(i))) return false;
  return true;
}

const missing = /^(?:|[+-]?(?:nan|inf|infinity)|na|n\/a|null|none|nil|missing|[-–—?.]+)$/iu;

/** Whether a cell says that there is no number, in one of the usual ways. */
export const isMissing = (cell: string): boolean => cell.length <= 10 && missing.test(cell);

/** Whether a cell begins as numbers do, whatever becomes of it: no name of a column does. */
export const beginsAsNumber = (cell: string): boolean => /^[+-]?[.,]?\d/u.test(cell);

/** What decides about a decimal mark that nobody named. */
export function markIn(cell: string): DecimalMark | null {
  if (cell.length > 40) return null;
  if (/^[+-]?\d*\.\d+(?:e[+-]?\d+)?$/iu.test(cell)) return "point";
  const [, before, after] = /^[+-]?(\d*),(\d+)(?:e[+-]?\d+)?$/iu.exec(cell) ?? [];
  if (before === undefined || after === undefined) return null;
  return after.length !== 3 || before.length > 3 || /^0?$/u.test(before) ? "comma" : null;
}

const grouped = /^[+-]?\d{1,3}(?:([,.'’\s_])\d{3})(?:\1\d{3})*(?:[.,]\d*)?$/u;

/** Why a cell is no number, and what to do about it. */
export function whyNoNumber(cell: string, decimal: DecimalMark): { readonly reason: string; readonly advice: string } {
  const fill = "Write a number there, or take the row out.";
  if (cell === "") return { reason: "the cell is empty", advice: fill };
  const name = quoted(cell);
  if (isMissing(cell)) return { reason: `${name} stands for no number`, advice: fill };
  if (isTooLarge(cell, decimal))
    return { reason: `${name} is beyond the largest number, about 1.8e308`, advice: "Write it in another unit." };
  const other = decimal === "comma" ? "point" : "comma";
  const isOther = !Number.isNaN(parseNumber(cell, 0, cell.length, other));
  if (cell.length <= 40 && grouped.test(cell)) return thousands(name, isOther ? other : null);
  if (isOther)
    return {
      reason: `${name} has a decimal ${other}, where the decimal mark is a ${decimal}`,
      advice: `Write all numbers with one mark; set "decimal" to "${other}" if that is the one.`,
    };
  return { reason: `${name} is no number`, advice: "Write a number there, or choose the columns that hold numbers." };
}

const isTooLarge = (cell: string, decimal: DecimalMark): boolean =>
  Math.abs(parseNumber(cell, 0, cell.length, decimal)) === Infinity;

function thousands(name: string, mark: DecimalMark | null): { reason: string; advice: string } {
  const advice = "Take the separators of the thousands out";
  if (mark === null) return { reason: `${name} has separators of thousands`, advice: `${advice}.` };
  return {
    reason: `${name} may have a separator of thousands or a decimal ${mark}`,
    advice: `${advice}, or set "decimal" to "${mark}".`,
  };
}
