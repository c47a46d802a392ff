import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatCount, formatNumber } from "./numbers.ts";
import { roundUp } from "./range.ts";
import type { Theme } from "./theme.ts";

/** What all our line charts share: quiet axes in the theme's colours, and a time axis of steps that seldom changes its end. */

export const chartFont = (theme: Theme): string => `11px ${theme.numberFont}`;

/** From step 0 to the next round number, so that the curve grows at its live end and the rest holds still. */
export const stepRange = (last: number, planned: number): uPlot.Range.MinMax => [
  0,
  Math.min(roundUp(Math.max(last, 10)), Math.max(planned, last, 1)),
];

export function stepAxis(theme: Theme, labelled: boolean): uPlot.Axis {
  return {
    scale: "x",
    stroke: theme.muted,
    font: chartFont(theme),
    size: labelled ? 26 : 10,
    gap: 4,
    space: 72,
    grid: { stroke: theme.hairline, width: 1 },
    ticks: { stroke: theme.hairline, width: 1, size: 4 },
    values: (_, splits) => splits.map((step) => (labelled && Number.isInteger(step) ? formatCount(step) : "")),
  };
}

const isDecade = (value: number): boolean => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
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
    grid: { stroke: theme.hairline, width: 1 },
    ticks: { show: false },
    values: (_, splits) =>
      splits.map((value) =>
        value === null
          ? ""
          : formatNumber(value, 4)
              .replace(/(\.\d*?)0+$/, "$1")
              .replace(/\.$/, ""),
      ),
  };
}

/** Whole decades around the numbers given, for a logarithmic axis. */
export function decades(smallest: number, largest: number): uPlot.Range.MinMax {
  if (!(largest > 0)) return [0.1, 1];
  const low = Math.floor(Math.log10(Math.max(smallest, largest * 1e-8)));
  const high = Math.ceil(Math.log10(largest) + 1e-9);
  return [10 ** low, 10 ** Math.max(high, low + 1)];
}

/** Smallest and largest of the finite numbers above zero. */
export function positiveExtent(numbers: ArrayLike<number>): readonly [number, number] {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let k = 0; k < numbers.length; k++) {
    const value = numbers[k]!;
    if (!(value > 0) || !Number.isFinite(value)) continue;
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  return [smallest, largest];
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
  ctx.fillStyle = theme.muted;
  ctx.textAlign = "right";
  ctx.textBaseline = "bottom";
  ctx.fillText(name, bbox.left + bbox.width - 4 * devicePixelRatio, y - 3 * devicePixelRatio);
  ctx.restore();
}

export { uPlot };
