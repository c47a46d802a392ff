import type { Kernels } from "../kernels/kernels.ts";
import type { Scope, Source } from "../layers/layer.ts";
import type { Block } from "../memory/block.ts";

/** A source whose rows' valid steps are read in reverse order: what the backward half of a bidirectional network reads. */
export class Turned {
  readonly source: Source;
  readonly #below: Source;
  readonly #order: Block;
  readonly #batch: number;

  constructor({ ledger, pass, path, steps, batch }: Scope, below: Source) {
    this.#below = below;
    this.#order = pass.turned();
    this.#batch = batch;
    this.source =
      below.kind === "ids"
        ? { ...below, ids: ledger.ids(`${path}inputs`, [steps, batch]) }
        : {
            ...below,
            values: ledger.activation(`${path}inputs`, [steps, batch, below.size]),
            gradient: ledger.flow(`${path}dinputs`, [steps, batch, below.size]),
          };
  }

  forward(kernels: Kernels, steps: number): void {
    const rows = steps * this.#batch;
    const [below, turned, order] = [this.#below, this.source, this.#order.offset];
    if (below.kind === "ids" && turned.kind === "ids") kernels.gatherIds(rows, order, below.ids.offset, turned.ids.offset);
    if (below.kind === "features" && turned.kind === "features")
      kernels.gatherRows(rows, below.size, order, below.values.offset, turned.values.offset);
  }

  /** The order is its own inverse, so what was gathered by it goes back by it. */
  backward(kernels: Kernels, steps: number): void {
    const [below, turned] = [this.#below, this.source];
    if (below.kind === "ids" || turned.kind === "ids") return;
    const rows = steps * this.#batch;
    kernels.scatterAddRows(rows, below.size, this.#order.offset, turned.gradient!.offset, below.gradient!.offset);
  }
}
