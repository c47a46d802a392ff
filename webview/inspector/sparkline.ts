import { begin } from "../shared/canvas.ts";
import type { Theme } from "../shared/theme.ts";

/** The healthy ratio of update to weight, drawn as a dotted line. */
export const healthy = 1e-3;

/** Where the numbers stand between the smallest and the largest, by their logarithm: 0 below, 1 above. Never magnifies less than a factor of ten. */
export function logarithmicHeights(numbers: readonly number[], always: number): { heights: number[]; reference: number } {
  const logs = numbers.map((value) => (value > 0 && Number.isFinite(value) ? Math.log10(value) : Number.NaN));
  const known = [...logs.filter((log) => !Number.isNaN(log)), Math.log10(always)];
  const least = Math.min(...known);
  const most = Math.max(...known);
  const spare = Math.max(0, 1 - (most - least)) / 2;
  const place = (log: number): number => (log - least + spare) / (most - least + 2 * spare);
  return { heights: logs.map(place), reference: place(Math.log10(always)) };
}

/** The update ratio over time, small: a line on a logarithmic scale, dotted where it should be. */
export function drawSparkline(canvas: HTMLCanvasElement, theme: Theme, numbers: readonly number[]): void {
  const context = begin(canvas);
  if (context === null) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const { heights, reference } = logarithmicHeights(numbers, healthy);
  const y = (share: number): number => height - 2 - share * (height - 4);
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  context.beginPath();
  context.moveTo(0, Math.round(y(reference)) + 0.5);
  context.lineTo(width, Math.round(y(reference)) + 0.5);
  context.stroke();
  context.setLineDash([]);
  context.strokeStyle = theme.foreground;
  context.beginPath();
  const last = Math.max(1, numbers.length - 1);
  heights.forEach((share, k) => {
    if (!Number.isNaN(share)) context.lineTo(1 + (k / last) * (width - 2), y(share));
  });
  context.stroke();
  if (heights.length !== 1 || Number.isNaN(heights[0])) return;
  context.fillStyle = theme.foreground;
  context.fillRect(0, y(heights[0]!) - 1, 2, 2);
}
