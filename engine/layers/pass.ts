import { EngineError } from "../errors/errors.ts";
import type { Block } from "../memory/block.ts";
import type { Ledger } from "../memory/ledger.ts";

/**
 * What holds in a pass for all layers alike: how long each row is, where its steps stand when they are turned round, and whether
 * dropout drops. What no layer asks for costs nothing.
 */
export class Pass {
  /** Valid steps of each row, [N] whole numbers from 1 on; null where the plan has none and every row is as long as the pass. */
  readonly lengths: Block | null;
  /** Whether dropout drops; where it does not, it hands on what it is given. Set for the passes to come. */
  dropping = false;
  /** Of all dropout masks, 32 bits: the same seed gives the same masks. */
  seed = 0;
  readonly #ledger: Ledger;
  readonly #steps: number;
  readonly #batch: number;
  #turned: Block | null = null;
  #last: Block | null = null;
  #salt = 0;

  constructor(ledger: Ledger, steps: number, batch: number, withLengths: boolean) {
    this.#ledger = ledger;
    this.#steps = steps;
    this.#batch = batch;
    this.lengths = withLengths ? ledger.ids("lengths", [batch]) : null;
  }

  /**
   * [T, N]: number of the row of a [T · N, …] matrix that stands there once each row's valid steps are in reverse order. Steps past a
   * row's length stay where they are. Turned twice is as before.
   */
  turned(): Block {
    this.#turned ??= this.#ledger.ids("turned", [this.#steps, this.#batch]);
    return this.#turned;
  }

  /** [N]: number of the row of a [T · N, …] matrix where each row's last valid step stands. */
  lastSteps(): Block {
    this.#last ??= this.#ledger.ids("lastSteps", [this.#batch]);
    return this.#last;
  }

  /** A number of its own for each mask, added to the seed. */
  nextSalt(): number {
    this.#salt = (this.#salt + 0x632be5ab) | 0;
    return this.#salt;
  }

  /**
   * Before each pass: checks the lengths and writes the numbers that were asked for.
   * @throws EngineError `badConfiguration` for a length that is not from 1 to `steps`.
   */
  prepare(ints: Int32Array, steps: number): void {
    const batch = this.#batch;
    for (let n = 0; n < batch; n++) {
      const length = this.lengths === null ? steps : ints[this.lengths.offset + n];
      if (length < 1 || length > steps) throw lengthError(n, length, steps);
      if (this.#last !== null) ints[this.#last.offset + n] = (length - 1) * batch + n;
      if (this.#turned === null) continue;
      const turned = this.#turned.offset + n;
      for (let t = 0; t < steps; t++) ints[turned + t * batch] = (t < length ? length - 1 - t : t) * batch + n;
    }
  }
}

const lengthError = (row: number, length: number, steps: number): EngineError =>
  new EngineError(
    "badConfiguration",
    `The length of row ${row} is ${length}, must be a whole number from 1 to ${steps}, the time steps of the batch.`,
    "Give each row the number of its valid steps; leave out rows that have none.",
  );
