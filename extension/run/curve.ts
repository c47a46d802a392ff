import type { Curve } from "../../webview/protocol.ts";

/** Twice what the widest screen has columns for a chart; three arrays of it are 48 KB. */
const capacity = 2048;

/**
 * A curve of any number of steps in bounded memory: each bucket keeps minimum, maximum and mean of `width` steps, and when all
 * are taken, pairs are merged and the width doubles. So no spike is ever lost, and old steps are as coarse as new ones.
 */
export class CurveBuilder {
  readonly #minimum = new Float64Array(capacity);
  readonly #maximum = new Float64Array(capacity);
  readonly #mean = new Float64Array(capacity);
  #width = 1;
  #steps = 0;

  get steps(): number {
    return this.#steps;
  }

  /** Goes on from a saved curve, or from its beginning up to `steps`; a bucket that is cut keeps what it held. */
  static from(curve: Curve, steps = curve.steps): CurveBuilder {
    const builder = new CurveBuilder();
    builder.#minimum.set(curve.minimum.subarray(0, capacity));
    builder.#maximum.set(curve.maximum.subarray(0, capacity));
    builder.#mean.set(curve.mean.subarray(0, capacity));
    builder.#width = curve.width;
    builder.#steps = Math.min(steps, curve.steps);
    return builder;
  }

  append(values: Float64Array): void {
    for (const value of values) this.#push(value);
  }

  /** A copy that owns its memory: a view of the whole arrays would drag all of them through a message. */
  snapshot(): Curve {
    const buckets = Math.ceil(this.#steps / this.#width);
    return {
      width: this.#width,
      steps: this.#steps,
      minimum: this.#minimum.slice(0, buckets),
      maximum: this.#maximum.slice(0, buckets),
      mean: this.#mean.slice(0, buckets),
    };
  }

  #push(value: number): void {
    if (this.#steps === capacity * this.#width) this.#mergePairs();
    const bucket = Math.floor(this.#steps / this.#width);
    const held = this.#steps % this.#width;
    this.#minimum[bucket] = held === 0 ? value : Math.min(this.#minimum[bucket]!, value);
    this.#maximum[bucket] = held === 0 ? value : Math.max(this.#maximum[bucket]!, value);
    this.#mean[bucket] = held === 0 ? value : this.#mean[bucket]! + (value - this.#mean[bucket]!) / (held + 1);
    this.#steps += 1;
  }

  /** Only ever called with every bucket full, so both of a pair weigh the same. */
  #mergePairs(): void {
    for (let to = 0; to < capacity / 2; to++) {
      const from = 2 * to;
      this.#minimum[to] = Math.min(this.#minimum[from]!, this.#minimum[from + 1]!);
      this.#maximum[to] = Math.max(this.#maximum[from]!, this.#maximum[from + 1]!);
      this.#mean[to] = (this.#mean[from]! + this.#mean[from + 1]!) / 2;
    }
    this.#width *= 2;
  }
}
