import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope } from "../../layers/layer.ts";
import type { Block } from "../../memory/block.ts";
import type { ParameterBlock } from "../../memory/ledger.ts";
import { declareVector } from "../weights.ts";

/** Whose second bias there is: that of r, z and n, or n's alone, as in Flax and MLX. */
export const recurrentBiasChoices = ["all", "candidate"] as const;

/** A bias that is added to rows of r z n, [N, 3H], in each step. */
export interface RecurrentBias {
  /** @param at [N, 3H] */
  forward(kernels: Kernels, at: number): void;
  /** Adds. @param rows T · N @param gradients [rows, 3H] */
  gradients(kernels: Kernels, rows: number, gradients: number): void;
}

/** Of all three. */
export class WholeBias implements RecurrentBias {
  readonly #bias: ParameterBlock;
  readonly #batch: number;

  /** @param bias [1, 3H] */
  constructor({ batch }: Scope, bias: ParameterBlock) {
    this.#bias = bias;
    this.#batch = batch;
  }

  forward(kernels: Kernels, at: number): void {
    kernels.addBias(this.#batch, this.#bias.info.columns, this.#bias.value.offset, at);
  }

  gradients(kernels: Kernels, rows: number, gradients: number): void {
    kernels.columnSums(rows, this.#bias.info.columns, gradients, this.#bias.gradient!.offset);
  }
}

/** Of the candidate n alone, [1, H]. */
export class CandidateBias implements RecurrentBias {
  readonly #bias: ParameterBlock;
  /** Of r, z and n, of which n's third is taken. */
  readonly #sums: Block | null;
  readonly #batch: number;
  readonly #hidden: number;

  constructor(scope: Scope, hidden: number) {
    this.#bias = declareVector(scope, "recurrentBias", hidden, ["n"]);
    this.#sums = scope.ledger.gradientActivation(`${scope.path}biasSums`, [3 * hidden]);
    this.#batch = scope.batch;
    this.#hidden = hidden;
  }

  forward(kernels: Kernels, at: number): void {
    const H = this.#hidden;
    kernels.addMatrix(this.#batch, H, 1, this.#bias.value.offset, 0, at + 2 * H, 3 * H, 1);
  }

  gradients(kernels: Kernels, rows: number, gradients: number): void {
    const [H, sums] = [this.#hidden, this.#sums!.offset];
    kernels.fill(3 * H, 0, sums);
    kernels.columnSums(rows, 3 * H, gradients, sums);
    kernels.addScaled(H, 1, sums + 2 * H, this.#bias.gradient!.offset);
  }
}
