import { EngineError } from "../errors/errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { declareOutput, nameIn, requireFeatures, zeroMaskedSteps } from "../layers/features.ts";
import type { CellPlace, FeatureSource, NetworkEnd, Scope, SequenceLayer, Source } from "../layers/layer.ts";

/**
 * y = x + f(x): the input runs around the layer (He et al., 2016; TensorFlow's `ResidualWrapper`).
 *
 *     df += dy        dx += dy
 */
export class Residual implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[];
  readonly #scope: Scope;
  readonly #source: FeatureSource;
  readonly #inner: SequenceLayer;

  /** @throws EngineError `badConfiguration` where the layer's output has not the size of its input. */
  constructor(scope: Scope, source: Source, inner: SequenceLayer) {
    this.#source = requireSameSize("residual", scope, source, inner);
    this.#inner = inner;
    this.#scope = scope;
    this.output = declareOutput({ ...scope, path: `${scope.path}residual/` }, inner.output.size);
    this.cells = inner.cells;
  }

  forward(kernels: Kernels, steps: number): void {
    const { values, size } = this.output;
    const count = steps * this.#scope.batch * size;
    this.#inner.forward(kernels, steps);
    kernels.copy(count, this.#source.values.offset, values.offset);
    kernels.addScaled(count, 1, this.#inner.output.values.offset, values.offset);
    zeroMaskedSteps(kernels, this.#scope, steps, values, size);
  }

  backward(kernels: Kernels, steps: number): void {
    const dOut = this.output.gradient!.offset;
    const count = steps * this.#scope.batch * this.output.size;
    kernels.addScaled(count, 1, dOut, this.#inner.output.gradient!.offset);
    kernels.addScaled(count, 1, dOut, this.#source.gradient!.offset);
    this.#inner.backward(kernels, steps);
  }

  /** The layer's own: a state has no input beside it. */
  end(): NetworkEnd | null {
    return this.#inner.end();
  }
}

/** What runs around a layer must fit what comes out of it. @throws EngineError `badConfiguration` */
export function requireSameSize(kind: string, scope: Scope, source: Source, inner: SequenceLayer): FeatureSource {
  const features = requireFeatures(source, nameIn(kind, scope));
  if (features.size === inner.output.size) return features;
  throw new EngineError(
    "badConfiguration",
    `${nameIn(kind, scope)}: the layer makes ${inner.output.size} features of ${features.size}, must make as many as it reads.`,
    `Give the layer ${features.size} units, or leave the connection out.`,
  );
}
