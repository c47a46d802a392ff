/** A bounded curve over steps: bucket k covers `width` steps, from k·width + 1 on; the last one may be partly filled. */
export interface Curve {
  readonly width: number;
  /** Steps covered. */
  readonly steps: number;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  readonly mean: Float64Array;
}

/** Twice what the widest screen has columns for a chart; three arrays of it are 48 KB. */
const capacity = 2048;

/**
 * A curve of any number of steps in bounded memory: each bucket keeps minimum, maximum and mean of `width` steps, and when all are taken,
 * pairs are merged and the width doubles. So no spike is ever lost, and old steps are as coarse as new ones. A curve handed over whole
 * and one grown value by value are the same.
 */
export class GrowingCurve implements Curve {
  readonly minimum = new Float64Array(capacity);
  readonly maximum = new Float64Array(capacity);
  readonly mean = new Float64Array(capacity);
  #width = 1;
  #steps = 0;
  /** Values of the last bucket that are numbers: its mean is theirs. */
  #known = 0;

  /** Goes on from a saved curve, or from its beginning up to `steps`; a bucket that is cut keeps what it held. */
  static from(curve: Curve, steps = curve.steps): GrowingCurve {
    const grown = new GrowingCurve();
    const { width, minimum, maximum, mean } = fitted(curve, Math.min(steps, curve.steps));
    grown.minimum.set(minimum);
    grown.maximum.set(maximum);
    grown.mean.set(mean);
    grown.#width = width;
    grown.#steps = Math.min(steps, curve.steps);
    grown.#known = grown.buckets === 0 ? 0 : weight(grown, grown.buckets - 1);
    return grown;
  }

  get width(): number {
    return this.#width;
  }

  get steps(): number {
    return this.#steps;
  }

  get buckets(): number {
    return Math.ceil(this.#steps / this.#width);
  }

  /** @param last the step of the last value. Steps that are known already are skipped, steps that nobody told are NaN. */
  append(last: number, values: ArrayLike<number>): void {
    for (let step = this.#steps + 1; step <= last; step++) this.#push(values[values.length - 1 - (last - step)] ?? Number.NaN);
  }

  /** A copy that owns its memory: a view of the whole arrays would drag all of them through a message. */
  snapshot(): Curve {
    const { width, steps, buckets } = this;
    const cut = (numbers: Float64Array): Float64Array => numbers.slice(0, buckets);
    return { width, steps, minimum: cut(this.minimum), maximum: cut(this.maximum), mean: cut(this.mean) };
  }

  #push(value: number): void {
    if (this.#steps === capacity * this.#width) this.#mergePairs();
    const k = Math.floor(this.#steps / this.#width);
    if (this.#steps % this.#width === 0) this.#known = 0;
    this.#steps++;
    if (Number.isNaN(value) && this.#known > 0) return;
    if (this.#known === 0) this.#set(k, value, value, value);
    else {
      const mean = this.mean[k]! + (value - this.mean[k]!) / (this.#known + 1);
      this.#set(k, Math.min(this.minimum[k]!, value), Math.max(this.maximum[k]!, value), mean);
    }
    if (!Number.isNaN(value)) this.#known++;
  }

  #set(k: number, minimum: number, maximum: number, mean: number): void {
    this.minimum[k] = minimum;
    this.maximum[k] = maximum;
    this.mean[k] = mean;
  }

  #mergePairs(): void {
    const half = merged(this);
    this.minimum.set(half.minimum);
    this.maximum.set(half.maximum);
    this.mean.set(half.mean);
    this.#width = half.width;
  }
}

/** The step at which bucket k is drawn: the middle of those that it covers. */
export function stepOf(curve: Pick<Curve, "width" | "steps">, k: number): number {
  const first = k * curve.width + 1;
  return (first + Math.min(curve.steps, first + curve.width - 1)) / 2;
}

/** In no more buckets than there is room for, and no array longer than that. */
function fitted({ width, minimum, maximum, mean }: Curve, steps: number): Curve {
  let fitting: Curve = { width, steps, minimum, maximum, mean };
  while (Math.ceil(fitting.steps / fitting.width) > capacity) fitting = merged(fitting);
  const count = Math.ceil(fitting.steps / fitting.width);
  const cut = (numbers: Float64Array): Float64Array => numbers.subarray(0, count);
  return { ...fitting, minimum: cut(fitting.minimum), maximum: cut(fitting.maximum), mean: cut(fitting.mean) };
}

/** Buckets in pairs, the mean weighted by the steps that each covers; a bucket of NaN counts for nothing. */
function merged(curve: Curve): Curve {
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
