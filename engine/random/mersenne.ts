import type { Random } from "./random.ts";

const length = 624;
const middle = 397;

/**
 * The Mersenne twister MT19937 (Matsumoto and Nishimura, 1998), and whole numbers from it as NumPy's `RandomState(seed).randint(0, bound)` draws
 * them: the lowest bits of a number, thrown away where they are not below the bound. For walks that are to be those of a NumPy program.
 *
 * It saves the seed and how many numbers were drawn, as four words like {@link Random}: restoring draws them again.
 */
export class Mersenne implements Pick<Random, "below" | "save" | "restore"> {
  readonly #state = new Uint32Array(length);
  #seed: number;
  #at = length;
  #drawn = 0;

  /** @param seed from 0 to 2³² - 1. */
  constructor(seed: number) {
    this.#seed = seed >>> 0;
    this.#begin();
  }

  below(bound: number): number {
    const most = bound - 1;
    const mask = most === 0 ? 0 : 2 ** (32 - Math.clz32(most)) - 1;
    let drawn = this.#next() & mask;
    while (drawn > most) drawn = this.#next() & mask;
    return drawn;
  }

  save(): readonly [number, number, number, number] {
    return [this.#seed, this.#drawn, 0, 0];
  }

  restore([seed, drawn]: readonly [number, number, number, number]): void {
    this.#seed = seed >>> 0;
    if (drawn < this.#drawn || this.#drawn === 0) this.#begin();
    while (this.#drawn < drawn) this.#next();
  }

  #begin(): void {
    this.#state[0] = this.#seed;
    for (let i = 1; i < length; i++) {
      const before = this.#state[i - 1]! ^ (this.#state[i - 1]! >>> 30);
      this.#state[i] = Math.imul(1812433253, before) + i;
    }
    this.#at = length;
    this.#drawn = 0;
  }

  /** 32 bits. */
  #next(): number {
    if (this.#at === length) this.#twist();
    this.#drawn++;
    let word = this.#state[this.#at++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < length; i++) {
      const bits = (state[i]! & 0x80000000) | (state[(i + 1) % length]! & 0x7fffffff);
      state[i] = state[(i + middle) % length]! ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    this.#at = 0;
  }
}
