/** Numbers as a person reads them, the same everywhere: a true minus sign, thousands separators, four significant digits until asked for more. */

const minus = "\u2212";

const withMinus = (text: string): string => text.replaceAll("-", minus);

const special = (value: number): string | null => {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? `${minus}∞` : "∞";
  return null;
};

/** 1,240 */
export function formatCount(value: number): string {
  return special(value) ?? withMinus(Math.round(value).toLocaleString("en-US"));
}

/** Four significant digits: 1.873, 0.04127, 38,200; 4.127e−5 where zeros would have to be counted. */
export function formatNumber(value: number, digits = 4): string {
  const odd = special(value);
  if (odd !== null) return odd;
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) return formatScientific(value, digits);
  if (size >= 10 ** (digits - 1)) return formatCount(value);
  return withMinus(value.toPrecision(digits));
}

/** 1.100e−3 */
export function formatScientific(value: number, digits = 4): string {
  return special(value) ?? withMinus(value.toExponential(digits - 1).replace("e+", "e"));
}

/** A fixed number of decimals, for numbers that stand in a column or change in place: 1.8730 */
export function formatFixed(value: number, decimals: number): string {
  const odd = special(value);
  if (odd !== null) return odd;
  const text = value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return withMinus(/^-0[.0]*$/.test(text) ? text.slice(1) : text);
}

/** All digits of a float32: the shortest decimal that gives the same float again. */
export function formatExact(value: number): string {
  const odd = special(value);
  if (odd !== null) return odd;
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === Math.fround(value)) return withMinus(String(Number(text)).replace("e+", "e"));
  }
  return withMinus(String(value));
}

/** Of something in a second: three significant digits above a hundred, so that the figure stands still enough to be read. */
export function formatRate(perSecond: number): string {
  const odd = special(perSecond);
  if (odd !== null) return odd;
  if (perSecond < 100) return formatCount(perSecond);
  const unit = 10 ** (Math.floor(Math.log10(perSecond)) - 2);
  return formatCount(Math.round(perSecond / unit) * unit);
}

const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** Decimal units, as disks and file managers count: 12 MB. @param digits significant digits; those before the point are written in any case. */
export function formatBytes(count: number, digits = 2): string {
  const odd = special(count);
  if (odd !== null) return odd;
  for (const [power, unit] of units.entries()) {
    const size = count / 1000 ** power;
    const text = power === 0 ? formatCount(size) : size.toFixed(Math.max(0, digits - String(Math.floor(size)).length));
    // 999,960 bytes are not "1000 kB".
    if (Number(text.replaceAll(",", "")) < 1000 || unit === "TB") return `${text} ${unit}`;
  }
  return "";
}

/** 45 s, 2 min 10 s, 1 h 5 min, 3 d 4 h; nothing where there is no end. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "";
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${formatCount(Math.floor(whole / 86_400))} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

/** Cuts before the decimal point, or before the exponent where there is none, so that a column can be aligned at it. */
export function splitAtPoint(text: string): readonly [whole: string, rest: string] {
  const at = text.search(/[.e]/);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at)];
}

/** 0.412 as bits of surprise: 1.28 */
export const bits = (probability: number): number => -Math.log2(probability);
