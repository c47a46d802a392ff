/**
 * A named stretch of the arena. Its offset is known once the {@link Ledger} has laid it out; kernels take the offset, views take the block.
 * Sizes count elements (floats or ids), never bytes.
 */
export class Block {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly #parent: Block | null;
  #offset: number;

  constructor(name: string, shape: readonly number[], parent: Block | null = null, offset = Number.NaN) {
    this.name = name;
    this.shape = shape;
    this.size = shape.reduce((product, length) => product * length, 1);
    this.#parent = parent;
    this.#offset = offset;
  }

  /** First element's index in the arena; NaN until laid out, which no kernel takes. */
  get offset(): number {
    return this.#parent === null ? this.#offset : this.#parent.offset + this.#offset;
  }

  /** Where entry `index` of the first axis begins: with [T, N, H], time step `index`. */
  at(index: number): number {
    return this.offset + index * (this.size / this.shape[0]);
  }

  /** The entries of the first axis from `index` on, under the same name. */
  from(index: number): Block {
    const [length, ...rest] = this.shape as [number, ...number[]];
    return new Block(this.name, [length - index, ...rest], this, index * (this.size / length));
  }

  /** For the ledger alone. */
  place(offset: number): void {
    this.#offset = offset;
  }
}
