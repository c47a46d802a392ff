import type { ValidationPoint } from "../worker/protocol.ts";
import type { Curve } from "./curve.ts";
import { trendOf } from "./trend.ts";

/** Training goes on to learn what is of no use elsewhere. */
export interface Parting {
  /** The step with the lowest validation loss, and the newest evaluation. */
  readonly best: ValidationPoint;
  readonly last: ValidationPoint;
}

/** More evaluations than these are as many pairs as are worth counting. */
const most = 200;

/** The evaluation whose weights are kept; null before the first. */
export const bestOf = (validation: readonly ValidationPoint[]): ValidationPoint | null =>
  validation.findLast(({ isBest }) => isBest) ?? null;

/**
 * Where the two losses part: since its best step the validation loss has risen, while the training loss, its mean between one evaluation and
 * the next, has fallen; both surely (`trendOf`). The best evaluation does not count among those that rise: it is the lowest of many, so that
 * what follows it is higher even where there is only noise. Null where they have not parted.
 *
 * @param training the loss of every step, not the smoothed one, which lags by a thousand steps
 */
export function partingOf(validation: readonly ValidationPoint[], training: Curve): Parting | null {
  const at = validation.findLastIndex(({ isBest }) => isBest);
  const last = validation.at(-1);
  if (at < 0 || last === undefined) return null;
  const since = evenly(validation.slice(at + 1));
  if (trendOf(since.map(({ loss }) => loss)) <= 0) return null;
  const best = validation[at]!;
  const means = since.map(({ step }, i) => meanBetween(training, since[i - 1]?.step ?? best.step, step));
  return trendOf(means.filter((mean) => !Number.isNaN(mean))) < 0 ? { best, last } : null;
}

/** At most so many of them, the last one among them. */
function evenly(points: readonly ValidationPoint[]): readonly ValidationPoint[] {
  const stride = Math.ceil(points.length / most);
  return points.filter((_, i) => (points.length - 1 - i) % stride === 0);
}

/** Of the buckets that touch the steps after `from`, up to `to`; NaN where nothing is known of them. */
function meanBetween({ width, steps, mean }: Curve, from: number, to: number): number {
  const last = Math.floor((Math.min(to, steps) - 1) / width);
  let [sum, count] = [0, 0];
  for (let k = Math.floor(from / width); k <= last; k++) {
    if (Number.isNaN(mean[k]!)) continue;
    sum += mean[k]!;
    count++;
  }
  return sum / count;
}
