import type { Kernels } from "../kernels/kernels.ts";
import type { Block } from "../memory/block.ts";
import { type Affine, affineBackward, affineForward } from "./affine.ts";
import type { FeatureSource, Scope } from "./layer.ts";

/** Which steps of the sequence are read: every step, or the last one of a pass. */
export type Readout = "all" | "last";

/** Each row's last valid step, gathered from the features: where rows have lengths, these are steps apart. */
interface LastSteps {
  /** [N] */
  readonly numbers: Block;
  /** [1, N, H] */
  readonly features: FeatureSource;
}

/**
 * logits = features · kernel + bias
 *
 * The output layer: kernel [H, V], bias [V], logits [T, N, V]; with readout `last` logits [1, N, V], of each row's last valid step.
 */
export class Dense {
  readonly units: number;
  readonly logits: Block;
  readonly gradient: Block | null;
  readonly #source: FeatureSource;
  readonly #affine: Affine;
  readonly #readout: Readout;
  readonly #batch: number;
  readonly #last: LastSteps | null;

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
    this.#last = options.readout === "last" && scope.pass.lengths !== null ? declareLast(scope, source) : null;
  }

  /** Steps whose logits a pass of `steps` steps leaves. */
  stepsRead(steps: number): number {
    return this.#readout === "all" ? steps : 1;
  }

  forward(kernels: Kernels, steps: number): void {
    if (this.#last !== null) {
      this.#forwardLast(kernels, this.#last);
      return;
    }
    const rows = this.stepsRead(steps) * this.#batch;
    affineForward(kernels, this.#affine, this.#source, this.#firstRow(steps), rows, this.logits.offset);
  }

  backward(kernels: Kernels, steps: number): void {
    if (this.#last !== null) {
      this.#backwardLast(kernels, this.#last);
      return;
    }
    const rows = this.stepsRead(steps) * this.#batch;
    affineBackward(kernels, this.#affine, this.#source, this.#firstRow(steps), rows, this.gradient!.offset);
  }

  #forwardLast(kernels: Kernels, { numbers, features }: LastSteps): void {
    const { values, size } = this.#source;
    kernels.gatherRows(this.#batch, size, numbers.offset, values.offset, features.values.offset);
    affineForward(kernels, this.#affine, features, 0, this.#batch, this.logits.offset);
  }

  #backwardLast(kernels: Kernels, { numbers, features }: LastSteps): void {
    const { gradient, size } = this.#source;
    affineBackward(kernels, this.#affine, features, 0, this.#batch, this.gradient!.offset);
    kernels.scatterAddRows(this.#batch, size, numbers.offset, features.gradient!.offset, gradient!.offset);
  }

  #firstRow(steps: number): number {
    return (steps - this.stepsRead(steps)) * this.#batch;
  }
}

function declareLast({ ledger, pass, path, batch }: Scope, { size }: FeatureSource): LastSteps {
  const shape = [1, batch, size];
  const values = ledger.activation(`${path}features`, shape);
  return {
    numbers: pass.lastSteps(),
    features: { kind: "features", values, gradient: ledger.flow(`${path}dfeatures`, shape), size },
  };
}
