import type { Kernels } from "../kernels/kernels.ts";
import type { Block } from "../memory/block.ts";
import { type Affine, affineBackward, affineForward } from "./affine.ts";
import type { FeatureSource, Scope } from "./layer.ts";

/** Which steps of the sequence are read: every step, or the last one of a pass. */
export type Readout = "all" | "last";

/**
 * logits = features · kernel + bias
 *
 * The output layer: kernel [H, V], bias [V], logits [T, N, V]; with readout `last` logits [1, N, V].
 */
export class Dense {
  readonly units: number;
  readonly logits: Block;
  readonly gradient: Block | null;
  readonly #source: FeatureSource;
  readonly #affine: Affine;
  readonly #readout: Readout;
  readonly #batch: number;

  constructor(
    scope: Scope,
    source: FeatureSource,
    units: number,
    options: { readonly readout: Readout; readonly bias: boolean },
  ) {
    const { ledger, path, batch } = scope;
    const shape = { columns: units, gates: null, columnMeaning: "token" } as const;
    const kernel = ledger.parameter({ path: `${path}kernel`, rows: source.size, rowMeaning: "unitBelow", ...shape });
    const biases = options.bias ? [ledger.parameter({ path: `${path}bias`, rows: 1, rowMeaning: "none", ...shape })] : [];
    const steps = options.readout === "all" ? scope.steps : 1;
    this.units = units;
    this.logits = ledger.activation(`${path}logits`, [steps, batch, units]);
    this.gradient = ledger.gradientActivation(`${path}dlogits`, [steps, batch, units]);
    this.#source = source;
    this.#affine = { kernel, biases };
    this.#readout = options.readout;
    this.#batch = batch;
  }

  /** Steps whose logits a pass of `steps` steps leaves. */
  stepsRead(steps: number): number {
    return this.#readout === "all" ? steps : 1;
  }

  forward(kernels: Kernels, steps: number): void {
    const rows = this.stepsRead(steps) * this.#batch;
    affineForward(kernels, this.#affine, this.#source, this.#firstRow(steps), rows, this.logits.offset);
  }

  backward(kernels: Kernels, steps: number): void {
    const rows = this.stepsRead(steps) * this.#batch;
    affineBackward(kernels, this.#affine, this.#source, this.#firstRow(steps), rows, this.gradient!.offset);
  }

  #firstRow(steps: number): number {
    return (steps - this.stepsRead(steps)) * this.#batch;
  }
}
