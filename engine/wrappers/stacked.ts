import type { Kernels } from "../kernels/kernels.ts";
import type { CellPlace, FeatureSource, SequenceLayer, Source } from "../layers/layer.ts";
import type { NetworkSpec } from "../registry/options.ts";

/** Layers one on another, each reading the output of the one below: TensorFlow's `MultiRNNCell`, PyTorch's `num_layers`. */
export class Stacked implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[];
  readonly #layers: readonly SequenceLayer[];

  /** @param layers from the input on, at least one; each was built on the output of the one before it. */
  constructor(layers: readonly SequenceLayer[]) {
    this.output = layers.at(-1)!.output;
    this.cells = layers.flatMap((layer) => layer.cells);
    this.#layers = layers;
  }

  forward(kernels: Kernels, steps: number): void {
    for (const layer of this.#layers) layer.forward(kernels, steps);
  }

  backward(kernels: Kernels, steps: number): void {
    for (let i = this.#layers.length - 1; i >= 0; i--) this.#layers[i]!.backward(kernels, steps);
  }
}

/** @param build a layer, on what it reads. */
export function buildStacked(
  layers: readonly NetworkSpec[],
  source: Source,
  build: (layer: NetworkSpec, place: number, below: Source) => SequenceLayer,
): Stacked {
  const built: SequenceLayer[] = [];
  for (const [place, layer] of layers.entries()) built.push(build(layer, place, built.at(-1)?.output ?? source));
  return new Stacked(built);
}
