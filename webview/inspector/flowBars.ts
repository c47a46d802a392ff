export type FlowScale = "log" | "linear";

/** Decades below the largest number that a logarithmic picture shows. */
const decadesShown = 6;

/** From where to where the bars reach, over all layers. */
export function flowRange(layers: readonly Float32Array[], scale: FlowScale): readonly [number, number] {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const numbers of layers) {
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

/**
 * Heights of the bars from 0 to 1, the last step first: the gradient starts at the left and flows to the right, back in time.
 * Where there are more steps than pixels, a bar is the largest of its steps.
 * @param numbers norms at t = 1 … T
 */
export function flowBars(numbers: Float32Array, range: readonly [number, number], scale: FlowScale, pixels: number): number[] {
  const steps = numbers.length;
  const count = Math.max(1, Math.min(steps, Math.floor(pixels)));
  const bars = new Array<number>(count).fill(0);
  for (let t = steps; t >= 1; t--) {
    const bar = Math.floor(((steps - t) * count) / steps);
    bars[bar] = Math.max(bars[bar]!, share(numbers[t - 1]!, range, scale));
  }
  return bars;
}

function share(value: number, [bottom, top]: readonly [number, number], scale: FlowScale): number {
  if (!(value > 0)) return 0;
  const at = scale === "linear" ? value / top : Math.log(value / bottom) / Math.log(top / bottom);
  return Math.min(1, Math.max(0, at));
}
