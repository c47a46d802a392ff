import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope } from "../../layers/layer.ts";
import type { Block } from "../../memory/block.ts";
import type { ParameterBlock } from "../../memory/ledger.ts";

/**
 * h = m · projectionKernel, with m = o · tanh c: Sak, Senior and Beaufays, 2014; `proj_size` in PyTorch, `num_proj` in TensorFlow.
 *
 *     dm = dh · projectionKernelᵀ        dprojectionKernel += mᵀ · dh
 *
 * projectionKernel [H, P]; no bias.
 */
export class Projection {
  readonly kernel: ParameterBlock;
  /** [T, N, H] */
  readonly m: Block;
  readonly dm: Block | null;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #size: number;

  /** @param hidden H @param size P */
  constructor({ ledger, path, steps, batch }: Scope, hidden: number, size: number) {
    const info = { path: `${path}projectionKernel`, rows: hidden, columns: size, gates: null } as const;
    this.kernel = ledger.parameter({ ...info, rowMeaning: "unit", columnMeaning: "unit" });
    this.m = ledger.activation(`${path}m`, [steps, batch, hidden]);
    this.dm = ledger.gradientActivation(`${path}dm`, [steps, batch, hidden]);
    this.#batch = batch;
    this.#hidden = hidden;
    this.#size = size;
  }

  forward(kernels: Kernels, t: number, h: number): void {
    const P = this.#size;
    kernels.gemmNN(this.#batch, P, this.#hidden, this.m.at(t), this.#hidden, this.kernel.value.offset, P, h, P, 0);
  }

  backward(kernels: Kernels, t: number, dh: number): void {
    const H = this.#hidden;
    kernels.gemmNT(this.#batch, H, this.#size, dh, this.#size, this.kernel.value.offset, this.#size, this.dm!.at(t), H, 0);
  }

  /** @param dh of all steps, [T, N, P]. */
  gradients(kernels: Kernels, steps: number, dh: number): void {
    const P = this.#size;
    const rows = steps * this.#batch;
    kernels.gemmTN(this.#hidden, P, rows, this.m.offset, this.#hidden, dh, P, this.kernel.gradient!.offset, P, 1);
  }
}
