import { EngineError } from "../errors/errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { nameIn } from "../layers/features.ts";
import {
  type CellPlace,
  type FeatureSource,
  type NetworkEnd,
  type Scope,
  type SequenceLayer,
  type Source,
  within,
} from "../layers/layer.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import { Dropout } from "./dropout.ts";

export interface StackedOptions {
  /** From the input on. */
  readonly layers: readonly NetworkSpec[];
  /** Probability with which a number is dropped on its way from one layer to the next; not before the first, nor after the last. */
  readonly dropout: number;
  /** The input of every layer but the first runs around it and is added to its output. */
  readonly residual: boolean;
  /** The input of every layer but the first runs around it through a learned gate. */
  readonly highway: boolean;
}

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

  /** Its top's. */
  end(): NetworkEnd | null {
    return this.#layers.at(-1)!.end();
  }
}

/** @throws EngineError `badConfiguration` where a layer is asked to have both connections, or one that does not fit it. */
export function buildStacked(
  { layers, dropout, residual, highway }: StackedOptions,
  scope: Scope,
  source: Source,
  build: (spec: NetworkSpec, scope: Scope, source: Source) => SequenceLayer,
): Stacked {
  if (residual && highway) throw connectionsError(scope);
  const around = residual ? "residual" : highway ? "highway" : null;
  const built: SequenceLayer[] = [];
  for (const [place, layer] of layers.entries()) {
    const inner = within(scope, String(place));
    if (place > 0 && dropout > 0) built.push(new Dropout(inner, built.at(-1)!.output, dropout));
    const spec = around === null || place === 0 ? layer : { [around]: { layer } };
    built.push(build(spec, inner, built.at(-1)?.output ?? source));
  }
  return new Stacked(built);
}

const connectionsError = (scope: Scope): EngineError =>
  new EngineError(
    "badConfiguration",
    `${nameIn("stacked", scope)} is asked to have residual and highway connections at once, must have one of them or none.`,
    "Leave one out.",
  );
