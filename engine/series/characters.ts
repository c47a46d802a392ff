/** Codes of the characters that have a meaning in a text of numbers. */

export const tab = 0x09;
export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const quote = 0x22;
export const hash = 0x23;
export const plus = 0x2b;
export const comma = 0x2c;
export const minus = 0x2d;
export const point = 0x2e;
export const semicolon = 0x3b;
export const byteOrderMark = 0xfeff;

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
/** NaN is what `charCodeAt` gives past the end. */
export const endsLine = (code: number): boolean => code === lineFeed || code === carriageReturn || Number.isNaN(code);
