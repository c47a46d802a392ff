import type { Kernels } from "../kernels/kernels.ts";
import { type Affine, affineBackward, affineForward } from "../layers/affine.ts";
import { declareOutput, zeroMaskedSteps } from "../layers/features.ts";
import type { CellPlace, FeatureSource, NetworkEnd, Scope, SequenceLayer, Source } from "../layers/layer.ts";
import type { Block } from "../memory/block.ts";
import { requireSameSize } from "./residual.ts";

/**
 * y = t · f(x) + (1 - t) · x with the transform gate t = σ(x · kernel + bias), the carry gate being 1 - t: Srivastava, Greff and
 * Schmidhuber, "Highway Networks", 2015, equation 3.
 *
 *     df += dy · t        dz = dy · (f(x) - x) · t (1 - t)        dx += dy · (1 - t) + dz · kernelᵀ
 *     dkernel += xᵀ · dz        dbias += Σ dz
 *
 * `highway/kernel` [D, D], `highway/bias` [D], which begins below zero so that the layer begins by carrying.
 */
export class Highway implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[];
  readonly #scope: Scope;
  readonly #source: FeatureSource;
  readonly #inner: SequenceLayer;
  readonly #gate: Affine;
  /** [T, N, D]: z, then t. */
  readonly #transform: Block;
  readonly #transformGradient: Block | null;

  /** @throws EngineError `badConfiguration` where the layer's output has not the size of its input. */
  constructor(scope: Scope, source: Source, inner: SequenceLayer, initialBias: number) {
    const features = requireSameSize("highway", scope, source, inner);
    const { ledger, steps, batch } = scope;
    const { size } = features;
    const path = `${scope.path}highway/`;
    const shape = { columns: size, gates: null, columnMeaning: "unit" } as const;
    const kernel = ledger.parameter({ path: `${path}kernel`, rows: size, rowMeaning: "unitBelow", ...shape });
    const bias = ledger.parameter({ path: `${path}bias`, rows: 1, rowMeaning: "none", ...shape }, initialBias);
    this.#gate = { kernel, biases: [bias] };
    this.#transform = ledger.activation(`${path}t`, [steps, batch, size]);
    this.#transformGradient = ledger.gradientActivation(`${path}dt`, [steps, batch, size]);
    this.#source = features;
    this.#inner = inner;
    this.#scope = scope;
    this.output = declareOutput({ ...scope, path }, size);
    this.cells = inner.cells;
  }

  forward(kernels: Kernels, steps: number): void {
    const { values, size } = this.output;
    const rows = steps * this.#scope.batch;
    const [x, t] = [this.#source.values.offset, this.#transform.offset];
    this.#inner.forward(kernels, steps);
    affineForward(kernels, this.#gate, this.#source, rows, t);
    kernels.highwayForward(rows * size, t, this.#inner.output.values.offset, x, values.offset);
    zeroMaskedSteps(kernels, this.#scope, steps, values, size);
  }

  backward(kernels: Kernels, steps: number): void {
    const [source, inner] = [this.#source, this.#inner.output];
    const rows = steps * this.#scope.batch;
    const dz = this.#transformGradient!.offset;
    kernels.highwayBackward(
      rows * source.size,
      this.#transform.offset,
      inner.values.offset,
      source.values.offset,
      this.output.gradient!.offset,
      inner.gradient!.offset,
      source.gradient!.offset,
      dz,
    );
    affineBackward(kernels, this.#gate, source, rows, dz);
    this.#inner.backward(kernels, steps);
  }

  /** The layer's own: a state has no input beside it. */
  end(): NetworkEnd | null {
    return this.#inner.end();
  }
}
