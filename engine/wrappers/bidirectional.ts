import { EngineError } from "../errors/errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import {
  type CellPlace,
  type FeatureSource,
  type NetworkEnd,
  type Scope,
  type SequenceLayer,
  type Source,
  within,
} from "../layers/layer.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import type { Block } from "../memory/block.ts";
import { MergedEnds } from "./mergedEnds.ts";
import { type Halves, type MergeName, merges } from "./merges.ts";
import { ReversedSource, TurnedBack } from "./reversedSource.ts";

export interface BidirectionalOptions {
  readonly forward: NetworkSpec;
  /** As `forward` where null, with weights of its own. */
  readonly backward: NetworkSpec | null;
  readonly merge: MergeName;
}

/**
 * Two networks over one sequence, one in each direction (Schuster and Paliwal, 1997). The backward half reads each row's valid steps last
 * to first, and its outputs are turned back, so that output t of both stands beside input t:
 *
 *     y = merge(forward(x), turn(backward(turn(x))))        turn is its own inverse
 *     dx += dforward + turn(dbackward)
 *
 * `bidirectional` over two `stacked` is TensorFlow's `bidirectional_dynamic_rnn` of two `MultiRNNCell`s; `stacked` over several
 * `bidirectional` is PyTorch's `num_layers=N, bidirectional=True`.
 *
 * The final state of the backward half is the one after the row's first valid step, where it ends. The readout `final` merges both halves'
 * final h, as Keras' `Bidirectional` without sequences does; the readout `last` reads, as PyTorch's `output[:, -1]` does, the backward
 * half's output beside the last input, of which it has seen that one step only.
 */
export class Bidirectional implements SequenceLayer {
  readonly output: FeatureSource;
  readonly cells: readonly CellPlace[];
  readonly #forward: SequenceLayer;
  readonly #backward: SequenceLayer;
  readonly #reversed: ReversedSource;
  /** The backward half's output in the input's order, [T, N, F], and its gradient. */
  readonly #turnedBack: TurnedBack;
  readonly #turnedGradient: Block | null;
  readonly #merge: MergeName;
  readonly #scope: Scope;

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
    this.#reversed = new ReversedSource(backwardScope, source);
    this.#backward = build(backward ?? forward, backwardScope, this.#reversed.source);
    const [a, b] = [this.#forward.output.size, this.#backward.output.size];
    if (merge !== "concat" && a !== b) throw sizesError(path, merge, a, b);
    const size = merges[merge].size(a, b);
    this.#turnedBack = new TurnedBack(scope, this.#backward.output);
    this.#turnedGradient = ledger.gradientActivation(`${path}dturnedBack`, [steps, batch, b]);
    this.output = {
      kind: "features",
      values: ledger.activation(`${path}output`, [steps, batch, size]),
      gradient: ledger.flow(`${path}doutput`, [steps, batch, size]),
      size,
    };
    this.cells = [...this.#forward.cells, ...this.#backward.cells];
    this.#merge = merge;
    this.#scope = scope;
  }

  forward(kernels: Kernels, steps: number): void {
    this.#forward.forward(kernels, steps);
    this.#reversed.forward(kernels, steps);
    this.#backward.forward(kernels, steps);
    this.#turnedBack.forward(kernels, steps);
    merges[this.#merge].forward(kernels, this.#values(steps));
  }

  backward(kernels: Kernels, steps: number): void {
    const d = this.#gradients(steps);
    merges[this.#merge].backward(kernels, this.#values(steps), d);
    this.#turnedBack.backward(kernels, steps, d.backward);
    this.#backward.backward(kernels, steps);
    this.#reversed.backward(kernels, steps);
    this.#forward.backward(kernels, steps);
  }

  /** Both halves', merged as their outputs are. */
  end(): NetworkEnd | null {
    const [forward, backward] = [this.#forward.end(), this.#backward.end()];
    return forward && backward && new MergedEnds(this.#scope, forward, backward, this.#merge);
  }

  #values(steps: number): Halves {
    const [forward, backward] = [this.#forward.output, this.#backward.output];
    return {
      rows: steps * this.#scope.batch,
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
      backward: this.#turnedGradient!.offset,
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
