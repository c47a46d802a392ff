import type { Kernels } from "../kernels/kernels.ts";
import { declareOutput, nameIn, requireIds, zeroMaskedSteps } from "./features.ts";
import type { CellPlace, FeatureSource, IdSource, Scope, SequenceLayer, Source } from "./layer.ts";

/**
 * Rows of zeros with a 1 at the id, written out: [T, N, V]. A cell that reads ids does not need it: it looks up a row of its kernel,
 * which is the same product without the zeros.
 */
export class OneHot implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[] = [];
  readonly #scope: Scope;
  readonly #source: IdSource;

  /** @throws EngineError `badConfiguration` where it is given no ids. */
  constructor(scope: Scope, source: Source) {
    this.#source = requireIds(source, nameIn("oneHot", scope));
    this.#scope = scope;
    this.output = declareOutput(scope, this.#source.size);
  }

  forward(kernels: Kernels, steps: number): void {
    const { values, size } = this.output;
    kernels.oneHotRows(steps * this.#scope.batch, size, this.#source.ids.offset, values.offset);
    zeroMaskedSteps(kernels, this.#scope, steps, values, size);
  }

  /** Ids have no gradient, and there is nothing to learn. */
  backward(): void {}

  end(): null {
    return null;
  }
}
