import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope, Trace } from "../../layers/layer.ts";
import type { FloatArray } from "../../memory/arena.ts";
import type { Block } from "../../memory/block.ts";
import type { ParameterBlock } from "../../memory/ledger.ts";
import { columnViews } from "../views.ts";
import type { RecurrentBias } from "./recurrentBias.ts";
import type { GruStep, ResetGate } from "./resetGate.ts";

/**
 * The reset gate after the product, as in PyTorch, cuDNN and Keras' `reset_after`: q = h₋ · recurrentKernel + recurrentBias, [N, 3H].
 *
 *     r = σ(x's part + q_r)        z = σ(x's part + q_z)        n = tanh(x's part + r · q_n)
 *
 *     dr = dn · q_n · σ'(r)        dq = [dr, dz, dn · r]        dh₋ += dq · recurrentKernelᵀ
 *     drecurrentKernel += h₋ᵀ · dq        drecurrentBias += Σ dq
 */
export class ResetAfter implements ResetGate {
  readonly #q: Block;
  readonly #dq: Block | null;
  readonly #kernel: ParameterBlock;
  readonly #bias: RecurrentBias | null;
  readonly #batch: number;
  readonly #hidden: number;

  /** @param bias none for a GRU without. */
  constructor({ ledger, path, steps, batch }: Scope, hidden: number, kernel: ParameterBlock, bias: RecurrentBias | null) {
    this.#q = ledger.activation(`${path}q`, [steps, batch, 3 * hidden]);
    this.#dq = ledger.gradientActivation(`${path}dq`, [steps, batch, 3 * hidden]);
    this.#kernel = kernel;
    this.#bias = bias;
    this.#batch = batch;
    this.#hidden = hidden;
  }

  forward(kernels: Kernels, t: number, { activation, gateClip, gates, h }: GruStep): void {
    const H = this.#hidden;
    const q = this.#q.at(t);
    kernels.gemmNN(this.#batch, 3 * H, H, h, H, this.#kernel.value.offset, 3 * H, q, 3 * H, 0);
    this.#bias?.forward(kernels, q);
    kernels.resetAfterForward(this.#batch, H, activation, gateClip, gates, q);
  }

  backward(kernels: Kernels, t: number, { activation, gateClip, gates }: GruStep, dGates: number, dInput: number): void {
    const H = this.#hidden;
    const dq = this.#dq!.at(t);
    kernels.resetAfterBackward(this.#batch, H, activation, gateClip, gates, this.#q.at(t), dGates, dq);
    kernels.gemmNT(this.#batch, H, 3 * H, dq, 3 * H, this.#kernel.value.offset, 3 * H, dInput, H, 1);
  }

  gradients(kernels: Kernels, rows: number, h: number): void {
    const H = this.#hidden;
    const dq = this.#dq!.offset;
    kernels.gemmTN(H, 3 * H, rows, h, H, dq, 3 * H, this.#kernel.gradient!.offset, 3 * H, 1);
    this.#bias?.gradients(kernels, rows, dq);
  }

  /** q's parts for r and z are traced as well: they go with their gradients. */
  trace(floats: FloatArray): Trace {
    const part = columnViews(floats, this.#q, 3);
    const dPart = columnViews(floats, this.#dq, 3);
    return { qr: part(0), qz: part(1), qn: part(2), dqr: dPart(0), dqz: dPart(1), dqn: dPart(2) };
  }
}
