import type { Curve } from "../protocol.ts";

const capacity = 2048;

/**
 * A curve that grows: values are appended a step each; when all buckets are full, neighbours are merged and the width
 * doubles. A curve handed over whole and one grown value by value are the same.
 */
export class GrowingCurve {
  width = 1;
  /** Steps covered. */
  steps = 0;
  readonly minimum = new Float64Array(capacity);
  readonly maximum = new Float64Array(capacity);
  readonly mean = new Float64Array(capacity);

  static from(curve: Curve): GrowingCurve {
    const grown = new GrowingCurve();
    const fitted = bounded(curve);
    grown.width = fitted.width;
    grown.steps = fitted.steps;
    grown.minimum.set(fitted.minimum);
    grown.maximum.set(fitted.maximum);
    grown.mean.set(fitted.mean);
    return grown;
  }

  get buckets(): number {
    return Math.ceil(this.steps / this.width);
  }

  /** @param last the step of the last value. Steps that are known already are skipped, steps that nobody told are NaN. */
  append(last: number, values: ArrayLike<number>): void {
    for (let step = this.steps + 1; step <= last; step++) this.push(values[values.length - 1 - (last - step)] ?? Number.NaN);
  }

  private push(value: number): void {
    if (this.steps === capacity * this.width) this.halve();
    const k = Math.floor(this.steps / this.width);
    const held = this.steps - k * this.width;
    this.steps++;
    if (held === 0 || Number.isNaN(this.mean[k]!)) this.set(k, value, value, value);
    else if (!Number.isNaN(value)) {
      const mean = this.mean[k]! + (value - this.mean[k]!) / (held + 1);
      this.set(k, Math.min(this.minimum[k]!, value), Math.max(this.maximum[k]!, value), mean);
    }
  }

  private set(k: number, minimum: number, maximum: number, mean: number): void {
    this.minimum[k] = minimum;
    this.maximum[k] = maximum;
    this.mean[k] = mean;
  }

  private halve(): void {
    const half = halved(this);
    this.width = half.width;
    this.minimum.set(half.minimum);
    this.maximum.set(half.maximum);
    this.mean.set(half.mean);
  }
}

/** The step at which bucket k is drawn: the middle of those that it covers. */
export function stepOf(curve: Pick<Curve, "width" | "steps">, k: number): number {
  const first = k * curve.width + 1;
  return (first + Math.min(curve.steps, first + curve.width - 1)) / 2;
}

function bounded(curve: Curve): Curve {
  let fitted = curve;
  while (Math.ceil(fitted.steps / fitted.width) > capacity) fitted = halved(fitted);
  const count = Math.ceil(fitted.steps / fitted.width);
  const cut = (numbers: Float64Array): Float64Array => numbers.subarray(0, count);
  return { ...fitted, minimum: cut(fitted.minimum), maximum: cut(fitted.maximum), mean: cut(fitted.mean) };
}

/** Buckets in pairs, the mean weighted by the steps that each covers; a bucket of NaN counts for nothing. */
function halved(curve: Curve): Curve {
  const count = Math.ceil(curve.steps / curve.width);
  const pairs = Math.ceil(count / 2);
  const minimum = new Float64Array(pairs);
  const maximum = new Float64Array(pairs);
  const mean = new Float64Array(pairs);
  for (let pair = 0; pair < pairs; pair++) {
    const left = 2 * pair;
    const right = Math.min(count - 1, left + 1);
    const heavy = weight(curve, left);
    const light = right === left ? 0 : weight(curve, right);
    minimum[pair] =
      heavy === 0 ? curve.minimum[right]! : Math.min(curve.minimum[left]!, light === 0 ? Infinity : curve.minimum[right]!);
    maximum[pair] =
      heavy === 0 ? curve.maximum[right]! : Math.max(curve.maximum[left]!, light === 0 ? -Infinity : curve.maximum[right]!);
    mean[pair] = ((heavy && curve.mean[left]! * heavy) + (light && curve.mean[right]! * light)) / (heavy + light);
  }
  return { width: 2 * curve.width, steps: curve.steps, minimum, maximum, mean };
}

const weight = (curve: Curve, k: number): number =>
  Number.isNaN(curve.mean[k]!) ? 0 : Math.min(curve.width, curve.steps - k * curve.width);
