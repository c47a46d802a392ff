import { formatFixed, formatScientific } from "../../../engine/words/numbers.ts";

/** How the numbers of a picture are written into their cells. */
export interface NumberStyle {
  /** The longest that can be expected, sign included. */
  readonly characters: number;
  write(value: number): string;
}

const decimals = [4, 3, 2] as const;
/**
 * As many decimals as have room, but never fewer than tell numbers of this range apart: 3e−8 is no "0.00". Where it takes more of them
 * than there is room for, a digit and its power of ten; null where there is no room for that either.
 * @param room in characters
 */
export function numberStyle(range: number, room: number): NumberStyle | null {
  const whole = Math.max(1, Math.floor(Math.log10(range)) + 1);
  const least = Math.ceil(-Math.log10(range)) + 1;
  const places = decimals.find((count) => count >= least && count + whole + 2 <= room);
  if (places !== undefined) return { characters: places + whole + 2, write: (value) => formatFixed(value, places) };
  const characters = formatScientific(-range, 1).length;
  if (least <= 2 || room < characters) return null;
  return { characters, write: (value) => (value === 0 ? "0" : formatScientific(value, 1)) };
}
