import type { Kernels } from "../kernels/kernels.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import { affineBackward, affineForward } from "./affine.ts";
import { declareOutput, nameIn, requireIds, zeroPastLengths } from "./features.ts";
import type { CellPlace, FeatureSource, IdSource, Scope, SequenceLayer, Source } from "./layer.ts";

/**
 * y = kernel[id]: a row of E numbers for each of V ids, learned through dx of what reads them.
 *
 *     dkernel[id] += dy
 *
 * kernel [V, E], y [T, N, E].
 */
export class Embedding implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[] = [];
  readonly #scope: Scope;
  readonly #source: IdSource;
  readonly kernel: ParameterBlock;

  /** @throws EngineError `badConfiguration` where it is given no ids. */
  constructor(scope: Scope, source: Source, size: number) {
    this.#source = requireIds(source, nameIn("embedding", scope));
    this.kernel = scope.ledger.parameter({
      path: `${scope.path}kernel`,
      rows: this.#source.size,
      columns: size,
      gates: null,
      rowMeaning: "token",
      columnMeaning: "unit",
    });
    this.#scope = scope;
    this.output = declareOutput(scope, size);
  }

  forward(kernels: Kernels, steps: number): void {
    const { values, size } = this.output;
    affineForward(kernels, this.#affine, this.#source, 0, steps * this.#scope.batch, values.offset);
    zeroPastLengths(kernels, this.#scope, steps, values, size);
  }

  backward(kernels: Kernels, steps: number): void {
    affineBackward(kernels, this.#affine, this.#source, 0, steps * this.#scope.batch, this.output.gradient!.offset);
  }

  get #affine() {
    return { kernel: this.kernel, biases: [] };
  }
}
