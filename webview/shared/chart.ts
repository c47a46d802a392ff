import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatCount } from "../../engine/words/numbers.ts";
import { isDecade, tickText } from "./extent.ts";
import type { Theme } from "./theme.ts";

/** What all our line charts share: quiet axes in the theme's colours, and a time axis of steps that seldom changes its end. */

export const chartFont = (theme: Theme): string => `11px ${theme.numberFont}`;

export function stepAxis(theme: Theme, labelled: boolean): uPlot.Axis {
  return {
    scale: "x",
    stroke: theme.muted,
    font: chartFont(theme),
    size: labelled ? 26 : 10,
    gap: 4,
    space: 72,
    grid: { stroke: theme.grid, width: 1 },
    ticks: { stroke: theme.grid, width: 1, size: 4 },
    values: (_, splits) => splits.map((step) => (labelled && Number.isInteger(step) ? formatCount(step) : "")),
  };
}

const onlyDecades: uPlot.Axis.Filter = (_, splits) => splits.map((value) => (isDecade(value) ? value : null));

export function logarithmicAxis(theme: Theme): uPlot.Axis {
  const axis = numberAxis(theme, 16);
  return { ...axis, filter: onlyDecades, grid: { ...axis.grid, filter: onlyDecades } };
}

export function numberAxis(theme: Theme, space = 32): uPlot.Axis {
  return {
    scale: "y",
    stroke: theme.muted,
    font: chartFont(theme),
    size: 52,
    gap: 6,
    space,
    grid: { stroke: theme.grid, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => (value === null ? "" : tickText(value))),
  };
}

/** Points for numbers that have no neighbour to draw a line to, as in a run of one step. */
export function lonePoints(color: string): uPlot.Series.Points {
  return {
    show: false,
    size: 5,
    stroke: color,
    fill: color,
    filter: ({ data }, series) => loneAmong(data[series]!),
  };
}

/** Indices of the numbers that stand between none. */
export function loneAmong(numbers: ArrayLike<number | null | undefined>): number[] {
  const isNumber = (k: number): boolean => Number.isFinite(numbers[k] ?? Number.NaN);
  return Array.from({ length: numbers.length }, (_, k) => k).filter((k) => isNumber(k) && !isNumber(k - 1) && !isNumber(k + 1));
}

/** A dashed horizontal line with its name written above its right end. */
export function paintReference(chart: uPlot, theme: Theme, value: number, name: string): void {
  const scale = chart.scales.y!;
  if (!(value >= scale.min!) || !(value <= scale.max!)) return;
  const { ctx, bbox } = chart;
  const y = Math.round(chart.valToPos(value, "y", true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${11 * devicePixelRatio}px ${theme.textFont}`;
  ctx.textAlign = "right";
  ctx.textBaseline = "bottom";
  ctx.setLineDash([]);
  haloed(ctx, theme, name, bbox.left + bbox.width - 4 * devicePixelRatio, y - 3 * devicePixelRatio);
  ctx.restore();
}

/** Text that lines do not cross: they end before it. */
export function haloed(
  ctx: CanvasRenderingContext2D,
  { background, muted }: Theme,
  text: string,
  x: number,
  y: number,
  color = muted,
): void {
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 * devicePixelRatio;
  ctx.strokeStyle = background;
  ctx.fillStyle = color;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

export { uPlot };
