import type { Curve } from "../../engine/history/curve.ts";
import { formatCount } from "../../engine/words/numbers.ts";
import type { ValidationPoint } from "../../engine/worker/protocol.ts";
import { haloed, type uPlot } from "../shared/chart.ts";
import type { Theme } from "../shared/theme.ts";

/** A colour that is no gate's of a usual cell. */
export const validationHue = "teal";

/** More dots than these would be a thick line. */
const mostDots = 80;

/** The last evaluation within each bucket of a curve, for a chart whose series share their steps; null for a bucket without one. */
export function onBuckets({ width, steps }: Curve, points: readonly ValidationPoint[]): (ValidationPoint | null)[] {
  const buckets = new Array<ValidationPoint | null>(Math.ceil(steps / width)).fill(null);
  for (const point of points) {
    const k = Math.floor((point.step - 1) / width);
    // A run that begins with an evaluation has no step yet.
    if (k >= 0 && k < buckets.length) buckets[k] = point;
  }
  return buckets;
}

/** Dots with a line through them. */
export function validationSeries({ hues }: Theme): uPlot.Series {
  const color = hues[validationHue];
  return {
    stroke: color,
    width: 1.5,
    spanGaps: true,
    points: {
      show: (chart, series) => Array.from(chart.data[series]!).filter((loss) => loss !== null).length <= mostDots,
      size: 5,
      width: 0,
      fill: color,
    },
  };
}

/** A ring about the best evaluation, and its step above it, where the training loss seldom is, or below where there is no room. */
export function paintBest(chart: uPlot, theme: Theme, { step, loss }: ValidationPoint): void {
  const { ctx, bbox } = chart;
  const [x, y] = [chart.valToPos(step, "x", true), chart.valToPos(loss, "y", true)];
  if (x < bbox.left || x > bbox.left + bbox.width || y < bbox.top || y > bbox.top + bbox.height) return;
  ctx.save();
  ctx.strokeStyle = theme.hues[validationHue];
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  ctx.arc(x, y, 5 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.stroke();
  const above = y - 30 * devicePixelRatio > bbox.top;
  const text = `best, step ${formatCount(step)}`;
  ctx.font = `${11 * devicePixelRatio}px ${theme.textFont}`;
  const half = ctx.measureText(text).width / 2;
  const middle = Math.max(bbox.left + half + 4, Math.min(x, bbox.left + bbox.width - half - 4));
  ctx.textAlign = "center";
  ctx.textBaseline = above ? "bottom" : "top";
  haloed(ctx, theme, text, middle, y + (above ? -9 : 9) * devicePixelRatio, theme.foreground);
  ctx.restore();
}
