import type { Kernels } from "../kernels/kernels.ts";
import type { FeatureSource, Scope, Source } from "../layers/layer.ts";
import type { Block } from "../memory/block.ts";

/** A source whose rows' valid steps are read last to first: what the backward half of a bidirectional network reads. */
export class ReversedSource {
  readonly source: Source;
  readonly #below: Source;
  readonly #order: Block;
  readonly #batch: number;

  constructor({ ledger, pass, path, steps, batch }: Scope, below: Source) {
    this.#below = below;
    this.#order = pass.reversal();
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
    const [below, reversed, order] = [this.#below, this.source, this.#order.offset];
    if (below.kind === "ids" && reversed.kind === "ids") kernels.gatherIds(rows, order, below.ids.offset, reversed.ids.offset);
    if (below.kind === "features" && reversed.kind === "features")
      kernels.gatherRows(rows, below.size, order, below.values.offset, reversed.values.offset);
  }

  /** The order is its own inverse, so what was gathered by it goes back by it. */
  backward(kernels: Kernels, steps: number): void {
    const [below, reversed] = [this.#below, this.source];
    if (below.kind === "ids" || reversed.kind === "ids") return;
    const rows = steps * this.#batch;
    kernels.scatterAddRows(rows, below.size, this.#order.offset, reversed.gradient!.offset, below.gradient!.offset);
  }
}

/** Outputs of a layer that read a {@link ReversedSource}, turned back: output t stands beside input t. */
export class TurnedBack {
  /** [T, N, size] */
  readonly values: Block;
  readonly #order: Block;
  readonly #batch: number;
  readonly #output: FeatureSource;

  constructor({ ledger, pass, path, steps, batch }: Scope, output: FeatureSource) {
    this.values = ledger.activation(`${path}turnedBack`, [steps, batch, output.size]);
    this.#order = pass.reversal();
    this.#batch = batch;
    this.#output = output;
  }

  forward(kernels: Kernels, steps: number): void {
    const { values, size } = this.#output;
    kernels.gatherRows(steps * this.#batch, size, this.#order.offset, values.offset, this.values.offset);
  }

  /** @param gradient of what was turned back, [T, N, size]. */
  backward(kernels: Kernels, steps: number, gradient: number): void {
    const { size, gradient: below } = this.#output;
    kernels.scatterAddRows(steps * this.#batch, size, this.#order.offset, gradient, below!.offset);
  }
}
