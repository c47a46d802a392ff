import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope } from "../../layers/layer.ts";
import type { FloatArray } from "../../memory/arena.ts";
import type { Block } from "../../memory/block.ts";
import type { ParameterBlock } from "../../memory/ledger.ts";
import type { Gate } from "../../memory/parameterInfo.ts";
import { columnsOf, type Tensor } from "../../memory/tensor.ts";
import { declareVector } from "../weights.ts";

/** ε, as in TensorFlow's `contrib.layers.layer_norm`. */
export const layerNormEpsilon = 1e-12;

/** Normalizes the gates that stand side by side in a row, each over its own H units, or one vector of H. γ begins at 1, β at 0. */
export class LayerNorm {
  readonly #gamma: ParameterBlock;
  readonly #beta: ParameterBlock;
  /** 1 / √(variance + ε), [T, N, gates]. */
  readonly #scale: Block;
  readonly #gates: number;
  readonly #batch: number;
  readonly #hidden: number;

  /** @param names of γ and β. */
  constructor(scope: Scope, [gamma, beta]: readonly [string, string], hidden: number, gates: readonly Gate[] | null) {
    const { ledger, path, steps, batch } = scope;
    this.#gamma = declareVector(scope, gamma, hidden, gates, 1);
    this.#beta = declareVector(scope, beta, hidden, gates);
    this.#gates = gates?.length ?? 1;
    this.#scale = ledger.activation(`${path}${gamma}Scale`, [steps, batch, this.#gates]);
    this.#batch = batch;
    this.#hidden = hidden;
  }

  /** @param x [N, gates · H], normalized in place. @param y γ · x̂ + β. */
  forward(kernels: Kernels, t: number, x: number, y: number): void {
    const [rows, gamma, beta] = [this.#batch * this.#gates, this.#gamma.value.offset, this.#beta.value.offset];
    kernels.normalizeForward(rows, this.#hidden, this.#gates, layerNormEpsilon, gamma, beta, x, this.#scale.at(t), y);
  }

  /** @param normalized x̂ @param dx of what was normalized. */
  backward(kernels: Kernels, t: number, normalized: number, dy: number, dx: number): void {
    const [rows, gamma] = [this.#batch * this.#gates, this.#gamma.value.offset];
    kernels.normalizeBackward(rows, this.#hidden, this.#gates, gamma, normalized, this.#scale.at(t), dy, dx);
  }

  /** dγ += Σ dy · x̂; dβ += Σ dy. @param rows T · N */
  gradients(kernels: Kernels, rows: number, normalized: number, dy: number): void {
    const width = this.#gates * this.#hidden;
    kernels.columnProducts(rows, width, dy, width, normalized, width, this.#gamma.gradient!.offset);
    kernels.columnSums(rows, width, dy, this.#beta.gradient!.offset);
  }

  /** [T, N, 1] of one gate. */
  scale(floats: FloatArray, place: number): Tensor {
    return columnsOf(floats, this.#scale, place, this.#gates);
  }
}
