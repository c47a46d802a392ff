import type { Kernels } from "../kernels/kernels.ts";
import type { Scope } from "../layers/layer.ts";
import type { Pass } from "../layers/pass.ts";
import type { Block } from "../memory/block.ts";

/** Factors that a pass draws for itself before its first step: 0 or 1 / (1 - rate) while dropout drops, else 1. */
export class DropoutMask {
  readonly factors: Block;
  readonly #rate: number;
  readonly #pass: Pass;
  readonly #salt: number;

  constructor(scope: Scope, name: string, shape: readonly number[], rate: number) {
    this.factors = scope.ledger.activation(`${scope.path}${name}`, shape);
    this.#rate = rate;
    this.#pass = scope.pass;
    this.#salt = scope.pass.nextSalt();
  }

  draw(kernels: Kernels): void {
    const { size, offset } = this.factors;
    if (this.#pass.dropping) kernels.dropoutMask(size, this.#rate, (this.#pass.seed + this.#salt) | 0, offset);
    else kernels.fill(size, 1, offset);
  }
}

/** Null where nothing is ever dropped: at a rate of 0, and without training. @param rate probability that a number is dropped. */
export function dropoutMask(scope: Scope, name: string, shape: readonly number[], rate: number): DropoutMask | null {
  return rate > 0 && scope.ledger.training ? new DropoutMask(scope, name, shape, rate) : null;
}
