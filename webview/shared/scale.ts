import { type Bytes, bytes, css, mix, oklab } from "./color.ts";

/**
 * 256 colours for numbers from -1 to 1: entry 128 is zero and exactly the background, 1 is -1, 255 is +1.
 * Entry 0 is for what is no number.
 */
export interface ColorScale {
  /** Red, green and blue bytes of entry k at 3k. */
  readonly table: Uint8Array;
  /** The same packed as one word a colour, opaque, for `ImageData` on a little-endian machine. */
  readonly words: Uint32Array;
}

const entries = 256;
const zero = 128;

/** @param value from -1 to 1; what lies beyond is clamped. */
export function entryOf(value: number): number {
  if (Number.isNaN(value)) return 0;
  return zero + Math.round(127 * Math.min(1, Math.max(-1, value)));
}

/**
 * Negative end, through the panel's own background, to the positive end, in OKLab: nothing looks like nothing in every theme.
 * @param start how far from the background the smallest numbers stand that are not nothing, from 0 to 1
 */
export function divergingScale(
  negative: string,
  background: string,
  positive: string,
  notANumber: string,
  start = 0,
): ColorScale {
  const ground = oklab(background);
  const below = oklab(negative);
  const above = oklab(positive);
  const colors = Array.from({ length: entries }, (_, k): Bytes => {
    if (k === 0) return bytes(notANumber);
    const value = (k - zero) / 127;
    return value === 0 ? bytes(background) : bytes(mix(ground, value < 0 ? below : above, start + (1 - start) * Math.abs(value)));
  });
  return pack(colors);
}

/** Background at 0 (entry 128 and below) to foreground at 1. */
export function unsignedScale(background: string, foreground: string, notANumber: string): ColorScale {
  return divergingScale(background, background, foreground, notANumber);
}

export function colorAt(scale: ColorScale, entry: number): string {
  const at = 3 * entry;
  return css([scale.table[at]!, scale.table[at + 1]!, scale.table[at + 2]!]);
}

function pack(colors: readonly Bytes[]): ColorScale {
  const table = new Uint8Array(3 * entries);
  const words = new Uint32Array(entries);
  colors.forEach(([red, green, blue], k) => {
    table.set([red, green, blue], 3 * k);
    words[k] = (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
  });
  return { table, words };
}
