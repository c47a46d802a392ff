import type { Kernels } from "../kernels/kernels.ts";
import type { NetworkEnd, Scope } from "../layers/layer.ts";
import type { Block } from "../memory/block.ts";
import { type Halves, type Merge, type MergeName, merges } from "./merges.ts";

/** What both halves of a bidirectional network hold after their last steps, merged: [N, size]. */
export class MergedEnds implements NetworkEnd {
  readonly size: number;
  readonly #forward: NetworkEnd;
  readonly #backward: NetworkEnd;
  readonly #merge: Merge;
  readonly #batch: number;
  readonly #values: Block;
  readonly #gradient: Block | null;
  /** Of the backward half's end, which a merge overwrites while others may add to it. */
  readonly #backwardGradient: Block | null;

  constructor({ ledger, path, batch }: Scope, forward: NetworkEnd, backward: NetworkEnd, merge: MergeName) {
    this.#merge = merges[merge];
    this.size = this.#merge.size(forward.size, backward.size);
    this.#forward = forward;
    this.#backward = backward;
    this.#batch = batch;
    this.#values = ledger.activation(`${path}end`, [batch, this.size]);
    this.#gradient = ledger.flow(`${path}dend`, [batch, this.size]);
    this.#backwardGradient = ledger.gradientActivation(`${path}dbackwardEnd`, [batch, backward.size]);
  }

  values(): number {
    return this.#values.offset;
  }

  gradient(): number {
    return this.#gradient!.offset;
  }

  forward(kernels: Kernels, steps: number): void {
    this.#forward.forward(kernels, steps);
    this.#backward.forward(kernels, steps);
    this.#merge.forward(kernels, this.#halves(steps));
  }

  backward(kernels: Kernels, steps: number): void {
    const [forward, backward] = [this.#forward, this.#backward];
    const [dForward, dBackward] = [forward.gradient(steps), this.#backwardGradient!.offset];
    const values = this.#halves(steps);
    this.#merge.backward(kernels, values, { ...values, forward: dForward, backward: dBackward, merged: this.gradient() });
    kernels.addScaled(this.#batch * backward.size, 1, dBackward, backward.gradient(steps));
    forward.backward(kernels, steps);
    backward.backward(kernels, steps);
  }

  #halves(steps: number): Halves {
    const [forward, backward] = [this.#forward, this.#backward];
    return {
      rows: this.#batch,
      forwardSize: forward.size,
      backwardSize: backward.size,
      forward: forward.values(steps),
      backward: backward.values(steps),
      merged: this.#values.offset,
    };
  }
}
