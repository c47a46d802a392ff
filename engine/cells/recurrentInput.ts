import type { Kernels } from "../kernels/kernels.ts";
import type { Scope, StateVariable } from "../layers/layer.ts";
import type { Block } from "../memory/block.ts";
import { type DropoutMask, dropoutMask } from "./dropout.ts";

interface Dropped {
  /** [N, H], the same for all steps of a sequence. */
  readonly mask: DropoutMask;
  /** h₋ · mask, [T, N, H]. */
  readonly values: Block;
  /** Of one step's h₋ · mask, [N, H]. */
  readonly gradient: Block;
}

/**
 * What a cell multiplies its recurrent kernel by: h₋, or with recurrent dropout h₋ · mask.
 *
 * Variational dropout, Gal and Ghahramani, 2016: one mask a sequence, the same at every step, and for all gates alike (their tied form; Keras'
 * `recurrent_dropout` draws one a gate). Where h₋ is read otherwise, as when a GRU mixes it with the candidate, it is whole.
 */
export class RecurrentInput {
  readonly #h: StateVariable;
  readonly #count: number;
  readonly #dropped: Dropped | null;

  /** @param rate probability that a unit is dropped. */
  constructor(scope: Scope, h: StateVariable, rate: number) {
    const { ledger, path, steps, batch } = scope;
    const mask = dropoutMask(scope, "recurrentMask", [batch, h.size], rate);
    this.#h = h;
    this.#count = batch * h.size;
    this.#dropped = mask && {
      mask,
      values: ledger.activation(`${path}droppedH`, [steps, batch, h.size]),
      gradient: ledger.activation(`${path}ddroppedH`, [batch, h.size]),
    };
  }

  /** [N, H], null without dropout. */
  get mask(): Block | null {
    return this.#dropped?.mask.factors ?? null;
  }

  /** Where the inputs of step t begin; those of later steps follow. */
  at(t: number): number {
    return (this.#dropped?.values ?? this.#h.values).at(t);
  }

  forward(kernels: Kernels, t: number): void {
    if (this.#dropped === null) return;
    const { mask, values } = this.#dropped;
    if (t === 0) mask.draw(kernels);
    kernels.multiply(this.#count, this.#h.values.at(t), mask.factors.offset, values.at(t), 0);
  }

  /** Where the gradient of step t's input is to be added; {@link backward} is to follow. */
  gradientAt(kernels: Kernels, t: number): number {
    if (this.#dropped === null) return this.#h.gradient!.at(t);
    kernels.fill(this.#count, 0, this.#dropped.gradient.offset);
    return this.#dropped.gradient.offset;
  }

  /** dh₋ += d(h₋ · mask) · mask */
  backward(kernels: Kernels, t: number): void {
    if (this.#dropped === null) return;
    const { mask, gradient } = this.#dropped;
    kernels.multiply(this.#count, gradient.offset, mask.factors.offset, this.#h.gradient!.at(t), 1);
  }
}
