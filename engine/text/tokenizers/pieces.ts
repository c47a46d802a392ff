/** UTF-16 units of a piece, about: enough to be worth a call, and little to copy. */
const usualPiece = 2 ** 16;

/**
 * The last place at or before `at` where every tokenizer begins anew: behind a line end, or between white space and a letter or digit.
 * The text's beginning is one.
 */
export function cleanCut(text: string, at: number): number {
  let place = Math.min(at, text.length);
  while (place > 0 && !isClean(text, place)) place--;
  return place;
}

/** The first such place behind `at`, or the text's end. */
export function cleanCutAfter(text: string, at: number): number {
  let place = at + 1;
  while (place < text.length && !isClean(text, place)) place++;
  return Math.min(place, text.length);
}

function isClean(text: string, place: number): boolean {
  const before = text.charCodeAt(place - 1);
  if (before === 0x0a) return true;
  return isWhite(before) && place < text.length && letterOrDigit.test(String.fromCodePoint(text.codePointAt(place)!));
}

const letterOrDigit = /[\p{L}\p{N}]/u;

/** Of ASCII; other white space may be inside of a word or a number, as U+FEFF and the narrow blank that groups digits are. */
const isWhite = (unit: number): boolean => unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);

/** A text in pieces that can be cut into tokens one by one. */
export function forEachPiece(text: string, visit: (start: number, end: number) => void): void {
  for (let start = 0, end = 0; start < text.length; start = end) {
    for (let reach = usualPiece; end <= start; reach *= 2)
      end = start + reach >= text.length ? text.length : cleanCut(text, start + reach);
    visit(start, end);
  }
}
