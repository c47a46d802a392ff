import { type DropoutMask, dropoutMask } from "../cells/dropout.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { declareOutput, nameIn, requireFeatures } from "../layers/features.ts";
import type { CellPlace, FeatureSource, Scope, SequenceLayer, Source } from "../layers/layer.ts";

/**
 * y = m · x, with a mask m of its own for each step, row and unit: 0 with probability `rate`, else 1 / (1 - rate) (Srivastava et al.,
 * 2014). dx += m · dy. While dropout does not drop, m is 1; in a model that does not train nothing is built at all.
 */
export class Dropout implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[] = [];
  readonly #source: FeatureSource;
  readonly #mask: DropoutMask | null;
  readonly #batch: number;

  /** @throws EngineError `badConfiguration` where it is given ids. */
  constructor(scope: Scope, source: Source, rate: number) {
    const features = requireFeatures(source, nameIn("dropout", scope));
    const inner = { ...scope, path: `${scope.path}dropout/` };
    this.#mask = dropoutMask(inner, "mask", [scope.steps, scope.batch, features.size], rate);
    this.#source = features;
    this.#batch = scope.batch;
    this.output = this.#mask === null ? features : declareOutput(inner, features.size);
  }

  forward(kernels: Kernels, steps: number): void {
    if (this.#mask === null) return;
    const { values, size } = this.output;
    this.#mask.draw(kernels);
    kernels.multiply(steps * this.#batch * size, this.#mask.factors.offset, this.#source.values.offset, values.offset, 0);
  }

  backward(kernels: Kernels, steps: number): void {
    if (this.#mask === null) return;
    const { gradient, size } = this.output;
    const count = steps * this.#batch * size;
    kernels.multiply(count, this.#mask.factors.offset, gradient!.offset, this.#source.gradient!.offset, 1);
  }

  end(): null {
    return null;
  }
}
