const leading = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;

/** The smallest round number that is at least `size`: 0.137 gives 0.15. */
export function roundUp(size: number): number {
  if (!(size > 0) || !Number.isFinite(size)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  const digit = leading.find((candidate) => candidate * power >= size * (1 - 1e-12)) ?? 10;
  return Number((digit * power).toPrecision(2));
}

/**
 * The range that a scale is drawn for. It holds still while the numbers move a little: it grows when they leave it, and
 * shrinks only when they need less than half of it.
 */
export function steadyRange(held: number, largest: number): number {
  if (!Number.isFinite(largest) || largest <= 0) return held > 0 ? held : 1;
  return largest > held || largest < held / 2 ? roundUp(largest) : held;
}

export type Contrast = "linear" | "root";

/**
 * What a scale should reach to show a parameter: its largest element, or, where a few elements stand far out, three standard
 * deviations (six on a root scale), but never less than a quarter of the largest.
 */
export function reach(largest: number, deviation: number, contrast: Contrast): number {
  if (!(deviation > 0)) return largest;
  return Math.min(largest, Math.max((contrast === "linear" ? 3 : 6) * deviation, largest / 4));
}

/** From a number and its range to -1 … 1. `root` takes the square root of the magnitude: small numbers become visible. */
export function position(value: number, range: number, contrast: Contrast): number {
  const share = value / range;
  return contrast === "linear" ? share : Math.sign(share) * Math.sqrt(Math.abs(share));
}
