import type { Kernels } from "../kernels/kernels.ts";
import type { Block } from "../memory/block.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import { type Affine, affineBackward, affineForward } from "./affine.ts";
import type { FeatureSource, Scope } from "./layer.ts";

export interface DenseOptions {
  readonly units: number;
  readonly bias: boolean;
  /** The embedding's kernel [units, size], which is the output's too, transposed; null for a kernel of its own. */
  readonly tied: ParameterBlock | null;
}

/**
 * logits = features · kernel + bias
 *
 * The output layer: kernel [size, V], bias [V], logits [T, N, V]. Tied, it reads the embedding's kernel [V, size] as its own, transposed
 * (Press and Wolf, 2017), and both uses' gradients add up there:
 *
 *     dembedding += dlogitsᵀ · features        dfeatures += dlogits · embedding
 */
export class Dense {
  readonly logits: Block;
  readonly gradient: Block | null;
  readonly #source: FeatureSource;
  readonly #affine: Affine;
  readonly #batch: number;

  constructor({ ledger, path, steps, batch }: Scope, source: FeatureSource, { units, bias, tied }: DenseOptions) {
    const shape = { columns: units, gates: null, columnMeaning: "token" } as const;
    const kernel = tied ?? ledger.parameter({ path: `${path}kernel`, rows: source.size, rowMeaning: "unitBelow", ...shape });
    const biases = bias ? [ledger.parameter({ path: `${path}bias`, rows: 1, rowMeaning: "none", ...shape })] : [];
    this.logits = ledger.activation(`${path}logits`, [steps, batch, units]);
    this.gradient = ledger.gradientActivation(`${path}dlogits`, [steps, batch, units]);
    this.#source = source;
    this.#affine = { kernel, biases, transposed: tied !== null };
    this.#batch = batch;
  }

  /** @param steps of the features. */
  forward(kernels: Kernels, steps: number): void {
    affineForward(kernels, this.#affine, this.#source, steps * this.#batch, this.logits.offset);
  }

  backward(kernels: Kernels, steps: number): void {
    affineBackward(kernels, this.#affine, this.#source, steps * this.#batch, this.gradient!.offset);
  }
}
