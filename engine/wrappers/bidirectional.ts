import { EngineError } from "../errors/errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { type CellPlace, type FeatureSource, type Scope, type SequenceLayer, type Source, within } from "../layers/layer.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import type { Block } from "../memory/block.ts";
import { type Halves, type MergeName, merges } from "./merges.ts";
import { Turned } from "./turned.ts";

export interface BidirectionalOptions {
  readonly forward: NetworkSpec;
  /** As `forward` where null, with weights of its own. */
  readonly backward: NetworkSpec | null;
  readonly merge: MergeName;
}

/**
 * Two networks over one sequence, one in each direction (Schuster and Paliwal, 1997). The backward half reads each row's valid steps in
 * reverse order, and its outputs are turned back, so that output t of both stands beside input t:
 *
 *     y = merge(forward(x), turn(backward(turn(x))))        turn is its own inverse
 *     dx += dforward + turn(dbackward)
 *
 * `bidirectional` over two `stacked` is TensorFlow's `bidirectional_dynamic_rnn` of two `MultiRNNCell`s; `stacked` over several
 * `bidirectional` is PyTorch's `num_layers=N, bidirectional=True`.
 *
 * The final state of the backward half is the one after the row's first step, where it ends. Keras' `Bidirectional` without
 * sequences merges these final states' h; a readout of the `last` step reads, as PyTorch's `output[:, -1]` does, the backward half's
 * output beside the last input, of which it has seen that one step only.
 */
export class Bidirectional implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[];
  readonly #forward: SequenceLayer;
  readonly #backward: SequenceLayer;
  readonly #turned: Turned;
  readonly #order: Block;
  /** The backward half's output in the input's order, [T, N, F], and its gradient. */
  readonly #turnedBack: { readonly values: Block; readonly gradient: Block | null };
  readonly #merge: MergeName;
  readonly #batch: number;

  /** @throws EngineError `badConfiguration` for halves of unlike sizes that are not concatenated. */
  constructor(
    scope: Scope,
    source: Source,
    { forward, backward, merge }: BidirectionalOptions,
    build: (spec: NetworkSpec, scope: Scope, source: Source) => SequenceLayer,
  ) {
    const { ledger, path, steps, batch } = scope;
    this.#forward = build(forward, within(scope, "forward"), source);
    const backwardScope = { ...within(scope, "backward"), reversed: !scope.reversed };
    this.#turned = new Turned(backwardScope, source);
    this.#backward = build(backward ?? forward, backwardScope, this.#turned.source);
    const [a, b] = [this.#forward.output.size, this.#backward.output.size];
    if (merge !== "concat" && a !== b) throw sizesError(path, merge, a, b);
    const size = merges[merge].size(a, b);
    this.#order = scope.pass.turned();
    this.#turnedBack = {
      values: ledger.activation(`${path}turnedBack`, [steps, batch, b]),
      gradient: ledger.gradientActivation(`${path}dturnedBack`, [steps, batch, b]),
    };
    this.output = {
      kind: "features",
      values: ledger.activation(`${path}output`, [steps, batch, size]),
      gradient: ledger.flow(`${path}doutput`, [steps, batch, size]),
      size,
    };
    this.cells = [...this.#forward.cells, ...this.#backward.cells];
    this.#merge = merge;
    this.#batch = batch;
  }

  forward(kernels: Kernels, steps: number): void {
    const { values, size } = this.#backward.output;
    this.#forward.forward(kernels, steps);
    this.#turned.forward(kernels, steps);
    this.#backward.forward(kernels, steps);
    kernels.gatherRows(steps * this.#batch, size, this.#order.offset, values.offset, this.#turnedBack.values.offset);
    merges[this.#merge].forward(kernels, this.#values(steps));
  }

  backward(kernels: Kernels, steps: number): void {
    const { gradient, size } = this.#backward.output;
    const d = this.#gradients(steps);
    merges[this.#merge].backward(kernels, this.#values(steps), d);
    kernels.scatterAddRows(d.rows, size, this.#order.offset, d.backward, gradient!.offset);
    this.#backward.backward(kernels, steps);
    this.#turned.backward(kernels, steps);
    this.#forward.backward(kernels, steps);
  }

  #values(steps: number): Halves {
    const [forward, backward] = [this.#forward.output, this.#backward.output];
    return {
      rows: steps * this.#batch,
      forwardSize: forward.size,
      backwardSize: backward.size,
      forward: forward.values.offset,
      backward: this.#turnedBack.values.offset,
      merged: this.output.values.offset,
    };
  }

  #gradients(steps: number): Halves {
    return {
      ...this.#values(steps),
      forward: this.#forward.output.gradient!.offset,
      backward: this.#turnedBack.gradient!.offset,
      merged: this.output.gradient!.offset,
    };
  }
}

const sizesError = (path: string, merge: MergeName, forward: number, backward: number): EngineError =>
  new EngineError(
    "badConfiguration",
    `bidirectional of ${path || "the network"}: merge "${merge}" needs halves of one size, forward gives ${forward} features and backward ${backward}.`,
    "Give both halves the same size, or concatenate them.",
  );
