/** Four 32-bit words, as signed integers; plain data that can be saved. */
export type RandomState = readonly [number, number, number, number];

/**
 * Pseudo-random numbers from a seed: xoroshiro128+ (Blackman and Vigna, 2018; rotations 24, 16, 37), on halves of 32 bits. Not for secrets.
 * The same seed gives the same numbers on every machine.
 */
export class Random {
  /** Two words of 64 bits, each as its upper and its lower half. */
  #high0 = 0;
  #low0 = 0;
  #high1 = 0;
  #low1 = 0;

  /** @param seed from 0 to 2³² - 1. */
  constructor(seed: number) {
    this.restore(expand(seed));
  }

  save(): RandomState {
    return [this.#high0, this.#low0, this.#high1, this.#low1];
  }

  restore([high0, low0, high1, low1]: RandomState): void {
    this.#high0 = high0;
    this.#low0 = low0;
    this.#high1 = high1;
    this.#low1 = low1;
  }

  /** 32 bits, as a signed integer. */
  nextInt32(): number {
    const [high0, low0] = [this.#high0, this.#low0];
    const low = this.#low1 ^ low0;
    const high = this.#high1 ^ high0;
    const sum = (low0 + this.#low1) | 0;
    this.#low0 = (low0 << 24) ^ (high0 >>> 8) ^ low ^ (low << 16);
    this.#high0 = (high0 << 24) ^ (low0 >>> 8) ^ high ^ ((high << 16) | (low >>> 16));
    this.#low1 = (high << 5) ^ (low >>> 27);
    this.#high1 = (low << 5) ^ (high >>> 27);
    return sum;
  }

  /** Uniform in [0, 1), one of 2⁵³ values. */
  uniform(): number {
    const upper = this.nextInt32() >>> 5;
    const lower = this.nextInt32() >>> 6;
    return (upper * 2 ** 26 + lower) / 2 ** 53;
  }

  /** Uniform among 0 … bound - 1, for bounds up to 2³²: draws of the incomplete last round are thrown away, so none is favoured. */
  below(bound: number): number {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let draw = this.nextInt32() >>> 0;
    while (draw >= limit) draw = this.nextInt32() >>> 0;
    return draw % bound;
  }

  /** Standard normal, by the method of Box and Muller (1958); the second number of each pair is not kept, so that the state is all in the words. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}

/** Four well-mixed words from a seed, by splitmix32, so that neighbouring seeds have nothing in common. */
function expand(seed: number): RandomState {
  let counter = seed | 0;
  const next = () => {
    counter = (counter + 0x9e3779b9) | 0;
    let word = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  };
  return [next(), next(), next(), next()];
}
