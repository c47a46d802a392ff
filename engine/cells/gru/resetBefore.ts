import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope, Trace } from "../../layers/layer.ts";
import type { FloatArray } from "../../memory/arena.ts";
import type { Block } from "../../memory/block.ts";
import type { ParameterBlock } from "../../memory/ledger.ts";
import { wholeView } from "../views.ts";
import type { RecurrentBias } from "./recurrentBias.ts";
import type { GruStep, ResetGate } from "./resetGate.ts";

/**
 * The reset gate before the product, as Cho et al., 2014, have it, and Keras with `reset_after=False`: s = r · h₋, [N, H]. A second bias,
 * where there is one, is not reset; with `linear_before_reset = 0` ONNX' recurrent biases stand so.
 *
 *     r, z = σ(x's part + h₋ · recurrentKernel)        n = tanh(x's part + s · recurrentKernel_n)
 *
 *     ds = dn · recurrentKernel_nᵀ        dr = ds · h₋ · σ'(r)        dh₋ += ds · r + [dr dz] · recurrentKernel_rzᵀ
 *     drecurrentKernel_rz += h₋ᵀ · [dr dz]        drecurrentKernel_n += sᵀ · dn
 */
export class ResetBefore implements ResetGate {
  readonly #s: Block;
  readonly #ds: Block | null;
  readonly #kernel: ParameterBlock;
  readonly #bias: RecurrentBias | null;
  readonly #batch: number;
  readonly #hidden: number;

  /** @param bias one that the input's product does not come with. */
  constructor({ ledger, path, steps, batch }: Scope, hidden: number, kernel: ParameterBlock, bias: RecurrentBias | null) {
    this.#s = ledger.activation(`${path}s`, [steps, batch, hidden]);
    this.#ds = ledger.gradientActivation(`${path}ds`, [steps, batch, hidden]);
    this.#kernel = kernel;
    this.#bias = bias;
    this.#batch = batch;
    this.#hidden = hidden;
  }

  forward(kernels: Kernels, t: number, { activation, gateClip, gates, h }: GruStep): void {
    const H = this.#hidden;
    const { offset } = this.#kernel.value;
    const s = this.#s.at(t);
    kernels.gemmNN(this.#batch, 2 * H, H, h, H, offset, 3 * H, gates, 3 * H, 1);
    this.#bias?.forward(kernels, gates);
    kernels.resetBeforeForward(this.#batch, H, activation, gateClip, gates, h, s);
    kernels.gemmNN(this.#batch, H, H, s, H, offset + 2 * H, 3 * H, gates + 2 * H, 3 * H, 1);
  }

  backward(kernels: Kernels, t: number, { activation, gateClip, gates, h }: GruStep, dGates: number, dInput: number): void {
    const H = this.#hidden;
    const { offset } = this.#kernel.value;
    const ds = this.#ds!.at(t);
    kernels.gemmNT(this.#batch, H, H, dGates + 2 * H, 3 * H, offset + 2 * H, 3 * H, ds, H, 0);
    kernels.resetBeforeBackward(this.#batch, H, activation, gateClip, gates, h, ds, dInput, dGates);
    kernels.gemmNT(this.#batch, H, 2 * H, dGates, 3 * H, offset, 3 * H, dInput, H, 1);
  }

  gradients(kernels: Kernels, rows: number, h: number, dGates: number): void {
    const H = this.#hidden;
    const dKernel = this.#kernel.gradient!.offset;
    kernels.gemmTN(H, 2 * H, rows, h, H, dGates, 3 * H, dKernel, 3 * H, 1);
    kernels.gemmTN(H, H, rows, this.#s.offset, H, dGates + 2 * H, 3 * H, dKernel + 2 * H, 3 * H, 1);
    this.#bias?.gradients(kernels, rows, dGates);
  }

  trace(floats: FloatArray): Trace {
    return { s: wholeView(floats, this.#s), ds: wholeView(floats, this.#ds) };
  }
}
