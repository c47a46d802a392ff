export type FlowScale = "log" | "linear";

/** Decades below the largest number that a logarithmic picture shows. */
const decadesShown = 6;

/** From where to where the bars reach, over all cells. */
export function flowRange(cells: readonly Float32Array[], scale: FlowScale): readonly [number, number] {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const numbers of cells) {
    for (const value of numbers) {
      if (!(value > 0) || !Number.isFinite(value)) continue;
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
  }
  if (largest === 0) return [0, 1];
  if (scale === "linear") return [0, largest];
  const top = 10 ** Math.ceil(Math.log10(largest));
  const bottom = 10 ** (Math.ceil(Math.log10(smallest)) - 1);
  return [Math.max(bottom, top * 10 ** -decadesShown), top];
}

/** Which token, counted from 1, a cell reads at its own step t of T: one that is reversed reads the last one first. The same the other way. */
export const tokenAt = (t: number, steps: number, reversed: boolean): number => (reversed ? steps + 1 - t : t);

/**
 * Heights of the bars from 0 to 1, the last token first: the gradient of a cell that reads forward starts at the left and flows to the
 * right, back in time; that of a reversed one, which read the last token first, starts at the right. Where there are more steps than
 * pixels, a bar is the largest of its steps.
 * @param numbers norms at t = 1 … T, in the cell's own order
 */
export function flowBars(
  numbers: Float32Array,
  reversed: boolean,
  range: readonly [number, number],
  scale: FlowScale,
  pixels: number,
): number[] {
  const steps = numbers.length;
  const count = Math.max(1, Math.min(steps, Math.floor(pixels)));
  const bars = new Array<number>(count).fill(0);
  for (let t = 1; t <= steps; t++) {
    const bar = Math.floor(((steps - tokenAt(t, steps, reversed)) * count) / steps);
    bars[bar] = Math.max(bars[bar]!, share(numbers[t - 1]!, range, scale));
  }
  return bars;
}

function share(value: number, [bottom, top]: readonly [number, number], scale: FlowScale): number {
  if (!(value > 0)) return 0;
  const at = scale === "linear" ? value / top : Math.log(value / bottom) / Math.log(top / bottom);
  return Math.min(1, Math.max(0, at));
}
