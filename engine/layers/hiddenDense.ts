import { type ActivationName, activationCodes } from "../kernels/activations.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Block } from "../memory/block.ts";
import { type Affine, affineBackward, affineForward } from "./affine.ts";
import { declareOutput, zeroMaskedSteps } from "./features.ts";
import { type CellPlace, type FeatureSource, rowMeaningOf, type Scope, type SequenceLayer, type Source } from "./layer.ts";

export const denseActivations = ["linear", "tanh", "relu", "sigmoid", "softsign"] as const;

export interface HiddenDenseOptions {
  readonly units: number;
  readonly activation: (typeof denseActivations)[number];
  readonly bias: boolean;
}

/**
 * y = activation(x · kernel + bias), step by step the same: Keras' `TimeDistributed(Dense)`, PyTorch's `Linear` on a sequence.
 *
 *     dz = dy · activation'(z)        dkernel += xᵀ · dz        dbias += Σ dz        dx += dz · kernelᵀ
 *
 * kernel [D, units], bias [units], y [T, N, units].
 */
export class HiddenDense implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[] = [];
  readonly #scope: Scope;
  readonly #source: Source;
  readonly #affine: Affine;
  readonly #activation: ActivationName | "linear";
  /** [T, N, units]; the output itself where the layer is linear. */
  readonly #z: Block;
  readonly #dz: Block | null;

  constructor(scope: Scope, source: Source, { units, activation, bias }: HiddenDenseOptions) {
    const { ledger, path, steps, batch } = scope;
    const shape = { columns: units, gates: null, columnMeaning: "unit" } as const;
    const kernel = ledger.parameter({ path: `${path}kernel`, rows: source.size, rowMeaning: rowMeaningOf(source), ...shape });
    const biases = bias ? [ledger.parameter({ path: `${path}bias`, rows: 1, rowMeaning: "none", ...shape })] : [];
    this.output = declareOutput(scope, units);
    const linear = activation === "linear";
    this.#z = linear ? this.output.values : ledger.activation(`${path}z`, [steps, batch, units]);
    this.#dz = linear ? this.output.gradient : ledger.gradientActivation(`${path}dz`, [steps, batch, units]);
    this.#affine = { kernel, biases };
    this.#activation = activation;
    this.#source = source;
    this.#scope = scope;
  }

  forward(kernels: Kernels, steps: number): void {
    const { values, size } = this.output;
    const rows = steps * this.#scope.batch;
    affineForward(kernels, this.#affine, this.#source, rows, this.#z.offset);
    if (this.#activation !== "linear")
      kernels.activateForward(rows * size, activationCodes[this.#activation], this.#z.offset, values.offset);
    zeroMaskedSteps(kernels, this.#scope, steps, values, size);
  }

  backward(kernels: Kernels, steps: number): void {
    const { values, gradient, size } = this.output;
    const rows = steps * this.#scope.batch;
    const dz = this.#dz!.offset;
    if (this.#activation !== "linear")
      kernels.activateBackward(rows * size, activationCodes[this.#activation], values.offset, gradient!.offset, dz);
    affineBackward(kernels, this.#affine, this.#source, rows, dz);
  }

  end(): null {
    return null;
  }
}
