import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope, StateVariable } from "../../layers/layer.ts";
import type { Block } from "../../memory/block.ts";
import type { ParameterBlock } from "../../memory/ledger.ts";

/**
 * h = m · projectionKernel, with m = o · tanh c: Sak, Senior and Beaufays, 2014; `proj_size` in PyTorch, `num_proj` in TensorFlow. With a
 * bound, h = clip(p, ±bound) of p = m · projectionKernel, and where it was clipped no gradient passes (TensorFlow's `proj_clip`).
 *
 *     dp = dh · [|h| < bound]        dm = dp · projectionKernelᵀ        dprojectionKernel += mᵀ · dp
 *
 * projectionKernel [H, P]; no bias.
 */
export class Projection {
  readonly kernel: ParameterBlock;
  /** [T, N, H] */
  readonly m: Block;
  readonly dm: Block | null;
  /** Of p, [T, N, P]; null without a bound, for it is dh then. */
  readonly dp: Block | null;
  readonly #h: StateVariable;
  readonly #bound: number | null;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #size: number;

  /** @param hidden H @param h [T + 1, N, P] */
  constructor({ ledger, path, steps, batch }: Scope, hidden: number, h: StateVariable, bound: number | null) {
    const { size } = h;
    const info = { path: `${path}projectionKernel`, rows: hidden, columns: size, gates: null } as const;
    this.kernel = ledger.parameter({ ...info, rowMeaning: "unit", columnMeaning: "unit" });
    this.m = ledger.activation(`${path}m`, [steps, batch, hidden]);
    this.dm = ledger.gradientActivation(`${path}dm`, [steps, batch, hidden]);
    this.dp = bound === null ? null : ledger.gradientActivation(`${path}dp`, [steps, batch, size]);
    this.#h = h;
    this.#bound = bound;
    this.#batch = batch;
    this.#hidden = hidden;
    this.#size = size;
  }

  /** Whether h is clipped. */
  get clips(): boolean {
    return this.#bound !== null;
  }

  forward(kernels: Kernels, t: number): void {
    const [H, P, h] = [this.#hidden, this.#size, this.#h.values.at(t + 1)];
    kernels.gemmNN(this.#batch, P, H, this.m.at(t), H, this.kernel.value.offset, P, h, P, 0);
    if (this.#bound !== null) kernels.clamp(this.#batch * P, this.#bound, h);
  }

  backward(kernels: Kernels, t: number): void {
    const [H, P, dp] = [this.#hidden, this.#size, this.#dpAt(t)];
    const { values, gradient } = this.#h;
    if (this.#bound !== null) kernels.clampBackward(this.#batch * P, this.#bound, values.at(t + 1), gradient!.at(t + 1), dp);
    kernels.gemmNT(this.#batch, H, P, dp, P, this.kernel.value.offset, P, this.dm!.at(t), H, 0);
  }

  gradients(kernels: Kernels, steps: number): void {
    const [H, P] = [this.#hidden, this.#size];
    kernels.gemmTN(H, P, steps * this.#batch, this.m.offset, H, this.#dpAt(0), P, this.kernel.gradient!.offset, P, 1);
  }

  /** [N, P] of step t; those of later steps follow. */
  #dpAt(t: number): number {
    return this.dp?.at(t) ?? this.#h.gradient!.at(t + 1);
  }
}
