import { EngineError } from "../errors/errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Block } from "../memory/block.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import { affineBackward, affineForward } from "./affine.ts";
import { declareOutput, nameIn, requireIds, zeroMaskedSteps } from "./features.ts";
import type { CellPlace, FeatureSource, IdSource, Scope, SequenceLayer, Source } from "./layer.ts";

export interface EmbeddingOptions {
  /** E */
  readonly size: number;
  /** An id whose row look-ups leave alone; null for none. */
  readonly padding: number | null;
}

/**
 * y = kernel[id]: a row of E numbers for each of V ids, learned through dx of what reads them.
 *
 *     dkernel[id] += dy
 *
 * kernel [V, E], y [T, N, E]. The padding id's row gets no gradient from look-ups (PyTorch's `padding_idx`): it stays what it is, while
 * nobody else reads the kernel.
 */
export class Embedding implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[] = [];
  readonly #scope: Scope;
  readonly #source: IdSource;
  readonly kernel: ParameterBlock;
  /** Null for none. */
  readonly padding: number | null;
  readonly #paddingGradient: Block | null;

  /** @throws EngineError `badConfiguration` where it is given no ids. */
  constructor(scope: Scope, source: Source, { size, padding }: EmbeddingOptions) {
    this.#source = requireIds(source, nameIn("embedding", scope));
    if (padding !== null && padding >= this.#source.size) throw paddingError(scope, padding, this.#source.size);
    this.kernel = scope.ledger.parameter({
      path: `${scope.path}kernel`,
      rows: this.#source.size,
      columns: size,
      gates: null,
      rowMeaning: "token",
      columnMeaning: "unit",
    });
    this.padding = padding;
    this.#paddingGradient = padding === null ? null : scope.ledger.gradientActivation(`${scope.path}paddingGradient`, [size]);
    this.#scope = scope;
    this.output = declareOutput(scope, size);
  }

  forward(kernels: Kernels, steps: number): void {
    const { values, size } = this.output;
    affineForward(kernels, this.#affine, this.#source, steps * this.#scope.batch, values.offset);
    zeroMaskedSteps(kernels, this.#scope, steps, values, size);
  }

  /** What the padding id's row of the gradient held before, it holds after. */
  backward(kernels: Kernels, steps: number): void {
    const { gradient, size } = this.output;
    const kept = this.#paddingGradient?.offset ?? -1;
    const row = this.kernel.gradient!.offset + (this.padding ?? 0) * size;
    if (kept >= 0) kernels.copy(size, row, kept);
    affineBackward(kernels, this.#affine, this.#source, steps * this.#scope.batch, gradient!.offset);
    if (kept >= 0) kernels.copy(size, kept, row);
  }

  end(): null {
    return null;
  }

  get #affine() {
    return { kernel: this.kernel, biases: [] };
  }
}

const paddingError = (scope: Scope, padding: number, size: number): EngineError =>
  new EngineError(
    "badConfiguration",
    `${nameIn("embedding", scope)}: the padding id is ${padding}, must be below the ${size} ids that there are.`,
    "Name one of the ids, or none.",
  );
