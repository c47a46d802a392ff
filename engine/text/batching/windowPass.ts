import type { BatchBuffers } from "./batcher.ts";
import type { Measured, Pass } from "./pass.ts";
import { requireTargets } from "./required.ts";
import type { WindowSource } from "./sources.ts";

export interface WindowPassOptions {
  /** The first element that may be a target: what lies before it is read, and not told. 0 where left out. */
  readonly from?: number;
  /** Where there are more windows than this, so many of them, evenly spread. All where left out. */
  readonly most?: number;
}

/** The windows whose targets lie in a part, from the first on, each with a zero state. */
export class WindowPass implements Pass {
  readonly batches: number;
  readonly weight: number;
  readonly #source: WindowSource;
  readonly #first: number;
  /** How many windows there are to choose from. */
  readonly #available: number;
  readonly #batch: number;
  /** Different windows in each of the last batches: divisors of N. */
  readonly #rest: readonly number[];
  readonly #measured: { -readonly [K in keyof Measured]: Measured[K] };

  /**
   * @param steps T, of every window
   * @param batch N
   * @throws EngineError `tooFewTokens` where the part holds no whole window; RangeError for a bound below 1
   */
  constructor(source: WindowSource, steps: number, batch: number, { from = 0, most = Infinity }: WindowPassOptions = {}) {
    this.#source = source;
    this.#batch = batch;
    this.#first = Math.max(0, source.startOf(from));
    this.#available = source.starts - this.#first;
    requireTargets(this.#available);
    if (!(most >= 1)) throw new RangeError(`At most ${most} windows were asked for, must be 1 or more.`);
    this.weight = Math.min(this.#available, Math.floor(most));
    this.#rest = divisorsThatAddUpTo(this.weight % batch, batch);
    this.batches = Math.floor(this.weight / batch) + this.#rest.length;
    this.#measured = { resetState: true, steps, weight: batch };
  }

  fill(batch: BatchBuffers, index: number): Measured {
    const rows = this.#batch;
    const full = Math.floor(this.weight / rows);
    let before = Math.min(index, full) * rows;
    for (let i = full; i < index; i++) before += this.#rest[i - full]!;
    const weight = index < full ? rows : this.#rest[index - full]!;
    for (let n = 0; n < rows; n++) this.#source.write(batch, this.#startOf(before + (n % weight)), n, rows);
    this.#measured.weight = weight;
    return this.#measured;
  }

  #startOf(window: number): number {
    return this.#first + Math.floor((window * this.#available) / this.weight);
  }
}

/** The greatest ones first. As many rows as a divisor says fill N rows equally often, and so their mean stays what it is. */
function divisorsThatAddUpTo(sum: number, of: number): number[] {
  const divisors: number[] = [];
  let left = sum;
  for (let divisor = sum; divisor > 0; divisor--)
    for (; of % divisor === 0 && divisor <= left; left -= divisor) divisors.push(divisor);
  return divisors;
}
