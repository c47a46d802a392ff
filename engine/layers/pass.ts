import { EngineError } from "../errors/errors.ts";
import type { Block } from "../memory/block.ts";
import type { Ledger } from "../memory/ledger.ts";

/**
 * What holds in a pass for all layers alike: which steps of each row are valid, where these stand when they are read last to first, and
 * whether dropout drops. What no layer asks for costs nothing.
 */
export class Pass {
  /** [T, N]: 1 where a step is valid, 0 where it keeps the state and nothing is read; null where the plan has no masks. */
  readonly mask: Block | null;
  /** Valid steps of each row in the pass that was prepared last, [N]. */
  readonly counts: Int32Array;
  /** Whether dropout drops; where it does not, it hands on what it is given. Set for the passes to come. */
  dropping = false;
  /** Of all dropout masks, 32 bits: the same seed gives the same masks. */
  seed = 0;
  readonly #ledger: Ledger;
  readonly #steps: number;
  readonly #batch: number;
  #reversal: Block | null = null;
  #last: Block | null = null;
  #unmasked: string | null = null;
  #salt = 0;

  constructor(ledger: Ledger, steps: number, batch: number, withMask: boolean) {
    this.#ledger = ledger;
    this.#steps = steps;
    this.#batch = batch;
    this.mask = withMask ? ledger.ids("mask", [steps, batch]) : null;
    this.counts = new Int32Array(batch);
  }

  /**
   * [T, N]: number of the row of a [T · N, …] matrix that stands there once each row's valid steps are in reverse order. Masked steps stay
   * where they are, so that a mask is its own reverse. Reversed twice is as before.
   */
  reversal(): Block {
    this.#reversal ??= this.#ledger.ids("reversal", [this.#steps, this.#batch]);
    return this.#reversal;
  }

  /** [N]: number of the row of a [T · N, …] matrix where each row's last valid step stands; a masked one where there is none. */
  lastSteps(): Block {
    this.#last ??= this.#ledger.ids("lastSteps", [this.#batch]);
    return this.#last;
  }

  /** From now on masks that are more than lengths are refused. @param owner who cannot have them. */
  refuseMasks(owner: string): void {
    this.#unmasked ??= owner;
  }

  /** Who cannot have a mask that is more than lengths; null where everybody can. */
  get unmasked(): string | null {
    return this.#unmasked;
  }

  /** A number of its own for each mask, added to the seed. */
  nextSalt(): number {
    this.#salt = (this.#salt + 0x632be5ab) | 0;
    return this.#salt;
  }

  /**
   * Before each pass: counts the valid steps and writes the numbers that were asked for.
   * @throws EngineError `badConfiguration` for a mask that a layer cannot have.
   */
  prepare(ints: Int32Array, steps: number): void {
    for (let n = 0; n < this.#batch; n++) {
      const last = this.#scan(ints, steps, n);
      if (this.#unmasked !== null && last >= this.counts[n]!) throw maskError(this.#unmasked, n);
      if (this.#last !== null) ints[this.#last.offset + n] = Math.max(last, 0) * this.#batch + n;
      if (this.#reversal !== null) this.#reverse(ints, steps, n, this.#reversal.offset);
    }
  }

  /** Counts a row's valid steps, and finds the last of them; -1 where there is none. */
  #scan(ints: Int32Array, steps: number, n: number): number {
    if (this.mask === null) {
      this.counts[n] = steps;
      return steps - 1;
    }
    let count = 0;
    let last = -1;
    for (let t = 0; t < steps; t++) {
      if (!this.#isValid(ints, t, n)) continue;
      count++;
      last = t;
    }
    this.counts[n] = count;
    return last;
  }

  /** Exchanges the first valid step with the last, the second with the last but one, and so on. */
  #reverse(ints: Int32Array, steps: number, n: number, reversal: number): void {
    const batch = this.#batch;
    for (let t = 0; t < steps; t++) ints[reversal + t * batch + n] = t * batch + n;
    for (let first = 0, last = steps - 1; ; first++, last--) {
      while (first < last && !this.#isValid(ints, first, n)) first++;
      while (first < last && !this.#isValid(ints, last, n)) last--;
      if (first >= last) return;
      ints[reversal + first * batch + n] = last * batch + n;
      ints[reversal + last * batch + n] = first * batch + n;
    }
  }

  #isValid(ints: Int32Array, t: number, n: number): boolean {
    return this.mask === null || ints[this.mask.offset + t * this.#batch + n] !== 0;
  }
}

export const maskError = (owner: string, row: number): EngineError =>
  new EngineError(
    "badConfiguration",
    `${owner} cannot have a mask, and that of row ${row} leaves steps out before its last one.`,
    "Give lengths, or let its outputs be turned back.",
  );
