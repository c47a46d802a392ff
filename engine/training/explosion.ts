/** Steps in a row that a loss has to stay up. */
export const explosionSteps = 20;

/** Times the loss of a blind guess. */
const factor = 4;

/**
 * Notices a training that has exploded while its loss is still finite: each of the last twenty losses was more than four times that of a
 * blind guess (or of the untrained network, where that is more; where nobody knows a blind guess's, of the untrained network on some batches:
 * a single one may be told well by chance).
 *
 * A network that knows nothing has about the blind guess's loss. A rate that is too large throws the weights so far that what it says with
 * certainty is wrong, at every step anew. An honest spike (a rare passage, a batch of outliers, a first large step of Adam) is over
 * within a few steps, and between its peaks there are losses below the bound: so it is the lowest of the last losses that counts, not their mean.
 */
export class ExplosionWatch {
  #blind: number;
  /** Losses above the bound in a row, and the lowest of them. */
  #count = 0;
  #least = Number.POSITIVE_INFINITY;
  #isFirst: boolean;

  /**
   * @param blind loss of a guess that knows nothing: ln V for V classes. Null where only the untrained network can tell.
   * @param isFirst whether the first loss to come is that of the untrained network
   */
  constructor(blind: number | null, isFirst: boolean) {
    this.#blind = blind ?? 0;
    this.#isFirst = isFirst;
  }

  get blind(): number {
    return this.#blind;
  }

  get least(): number {
    return this.#least;
  }

  /** Losses above the bound, of the last steps in a row. */
  get count(): number {
    return this.#count;
  }

  /** Whether the last loss was sound. */
  get calm(): boolean {
    return this.#count === 0;
  }

  /** Whether the weights that gave this loss are worth keeping. */
  isSound(loss: number): boolean {
    return this.#isFirst || loss <= factor * this.#blind;
  }

  /** Another loss of the untrained network. */
  expect(loss: number): void {
    this.#blind = Math.max(this.#blind, loss);
  }

  /** @returns whether it has exploded */
  note(loss: number): boolean {
    if (this.#isFirst) this.expect(loss);
    this.#isFirst = false;
    if (this.isSound(loss)) this.forget();
    else {
      this.#count++;
      this.#least = Math.min(this.#least, loss);
    }
    return this.#count >= explosionSteps;
  }

  /** After the run went back to sound weights. */
  forget(): void {
    this.#count = 0;
    this.#least = Number.POSITIVE_INFINITY;
  }
}
