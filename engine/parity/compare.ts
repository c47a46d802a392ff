/** One number of ours beside the expected one. */
export interface Deviation {
  /** Step of the case; null for what is compared after the last one. */
  readonly step: number | null;
  /** Such as `logits`, `loss`, `gradients lstm/kernel`. */
  readonly quantity: string;
  /** Index along each axis of the expected tensor. */
  readonly element: readonly number[];
  readonly ours: number;
  readonly expected: number;
  /** |ours - expected| over what the tolerance allows: the case agrees while this is at most 1. */
  readonly share: number;
}

export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** Compares tensor after tensor, in the order of computation, and keeps the first that diverges and the largest deviation of all. */
export class Comparison {
  compared = 0;
  largest: Deviation | null = null;
  first: Deviation | null = null;
  readonly #tolerance: Tolerance;

  constructor(tolerance: Tolerance) {
    this.#tolerance = tolerance;
  }

  /** @param isCompared of which elements; all where left out. */
  add(
    step: number | null,
    quantity: string,
    shape: readonly number[],
    ours: ArrayLike<number>,
    expected: ArrayLike<number>,
    isCompared: (index: number) => boolean = () => true,
  ): void {
    let worst = -1;
    let worstShare = -1;
    for (let i = 0; i < expected.length; i++) {
      if (!isCompared(i)) continue;
      this.compared++;
      const share = this.#share(ours[i], expected[i]);
      if (share <= worstShare) continue;
      worst = i;
      worstShare = share;
    }
    if (worst < 0 || worstShare <= (this.largest?.share ?? -1)) return;
    const element = unravel(worst, shape);
    this.largest = { step, quantity, element, ours: ours[worst], expected: expected[worst], share: worstShare };
    if (worstShare > 1) this.first ??= this.largest;
  }

  /** What is no number deviates without bound. */
  #share(ours: number, expected: number): number {
    const deviation = Math.abs(ours - expected);
    if (Number.isNaN(deviation)) return Number.POSITIVE_INFINITY;
    return deviation === 0 ? 0 : deviation / (this.#tolerance.absolute + this.#tolerance.relative * Math.abs(expected));
  }
}

function unravel(index: number, shape: readonly number[]): number[] {
  let rest = index;
  const element: number[] = [];
  for (const length of shape.toReversed()) {
    element.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return element;
}
