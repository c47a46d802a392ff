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
import { ReversedSource, TurnedBack } from "./reversedSource.ts";

export const reversedOutputs = ["turned", "computed"] as const;

export interface ReverseOptions {
  readonly layer: NetworkSpec;
  /**
   * `turned`: output t stands beside input t, as in ONNX' `reverse`. `computed`: the k-th output computed stands at the row's k-th valid step,
   * as in Flax' `reverse=True` and, without masks, in Keras' `go_backwards`.
   */
  readonly outputs: (typeof reversedOutputs)[number];
}

/**
 * A layer that reads each row's valid steps last to first:
 *
 *     y = turn(layer(turn(x))), or where its outputs stay as computed layer(turn(x))        turn is its own inverse
 *     dx += turn(dlayer)
 *
 * With masks that are more than lengths, outputs as computed are refused: Keras leaves the output of step t at T - 1 - t and hands the mask on
 * unturned, so that what follows reads one row's outputs at another's steps.
 */
export class Reverse implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[];
  readonly #layer: SequenceLayer;
  readonly #source: ReversedSource;
  readonly #turnedBack: TurnedBack | null;

  constructor(
    scope: Scope,
    source: Source,
    { layer, outputs }: ReverseOptions,
    build: (spec: NetworkSpec, scope: Scope, source: Source) => SequenceLayer,
  ) {
    const inner = { ...within(scope, "layer"), reversed: !scope.reversed };
    this.#source = new ReversedSource(inner, source);
    this.#layer = build(layer, inner, this.#source.source);
    const { output } = this.#layer;
    this.#turnedBack = outputs === "turned" ? new TurnedBack(scope, output) : null;
    this.output = this.#turnedBack === null ? output : turnedOutput(scope, this.#turnedBack, output.size);
    this.cells = this.#layer.cells;
    if (outputs === "computed") scope.pass.refuseMasks(nameIn("reverse", scope));
  }

  forward(kernels: Kernels, steps: number): void {
    this.#source.forward(kernels, steps);
    this.#layer.forward(kernels, steps);
    this.#turnedBack?.forward(kernels, steps);
  }

  backward(kernels: Kernels, steps: number): void {
    this.#turnedBack?.backward(kernels, steps, this.output.gradient!.offset);
    this.#layer.backward(kernels, steps);
    this.#source.backward(kernels, steps);
  }

  /** The layer's own, after each row's first valid step. */
  end(): NetworkEnd | null {
    return this.#layer.end();
  }
}

const turnedOutput = ({ ledger, path, steps, batch }: Scope, { values }: TurnedBack, size: number): FeatureSource => ({
  kind: "features",
  values,
  gradient: ledger.flow(`${path}doutput`, [steps, batch, size]),
  size,
});
