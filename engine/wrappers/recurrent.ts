import type { Cell } from "../cells/cell.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { affineBackward, affineForward } from "../layers/affine.ts";
import type { GateInfo } from "../layers/gate.ts";
import type {
  CellPlace,
  FeatureSource,
  NetworkEnd,
  Scope,
  SequenceLayer,
  Source,
  StateVariable,
  Trace,
} from "../layers/layer.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { Block } from "../memory/block.ts";
import { wholeOf } from "../memory/tensor.ts";
import type { Derivation } from "../trace/derivation.ts";

/**
 * A cell through time: T steps forward, T steps back (backpropagation through time), and all that needs no order done at once.
 *
 * A masked step keeps the state as it was and outputs zeros:
 *
 *     s = m · cell(s₋) + (1 - m) · s₋        y = m · h        m = 1 where the step is valid, else 0
 *     ds₋ += (1 - m) · ds                    ds = m · ds, before the cell's own step back
 *
 * so a row's final state is that after its last valid step, and nothing that the cell computed at others is ever read.
 */
export class Recurrent implements SequenceLayer, CellPlace {
  readonly path: string;
  readonly reversed: boolean;
  readonly output: FeatureSource;
  readonly cells: readonly [CellPlace];
  readonly states: readonly StateVariable[];
  readonly source: Source;
  readonly gates: readonly GateInfo[];
  readonly derivations: readonly Derivation[];
  readonly #cell: Cell;
  /** What comes from above, [T, N, H], apart from dh, which holds what comes back from later steps as well. */
  readonly #dy: Block | null;
  readonly #batch: number;
  /** [T, N], and the output [T, N, H] apart from the states, which masked steps keep. */
  readonly #masked: { readonly mask: Block; readonly output: Block } | null;

  constructor(scope: Scope, source: Source, cell: Cell) {
    const [h] = cell.states;
    const { mask } = scope.pass;
    const output = mask && scope.ledger.activation(`${scope.path}output`, [scope.steps, scope.batch, h.size]);
    this.path = scope.path;
    this.reversed = scope.reversed;
    this.#dy = scope.ledger.flow(`${scope.path}dy`, [scope.steps, scope.batch, h.size]);
    this.output = { kind: "features", values: output ?? h.values.from(1), gradient: this.#dy, size: h.size };
    this.cells = [this];
    this.states = cell.states;
    this.source = source;
    this.gates = cell.gates;
    this.derivations = cell.derivations;
    this.#cell = cell;
    this.#batch = scope.batch;
    this.#masked = mask && output && { mask, output };
  }

  forward(kernels: Kernels, steps: number): void {
    const cell = this.#cell;
    affineForward(kernels, cell.input, this.source, steps * this.#batch, cell.projected.offset);
    for (let t = 0; t < steps; t++) {
      cell.forwardStep(kernels, t);
      if (this.#masked !== null) this.#holdMasked(kernels, t, this.#masked.mask.at(t), this.#masked.output.at(t));
    }
  }

  backward(kernels: Kernels, steps: number): void {
    const cell = this.#cell;
    const [{ gradient: dh, size }] = cell.states;
    for (let t = steps - 1; t >= 0; t--) {
      kernels.addScaled(this.#batch * size, 1, this.#dy!.at(t), dh!.at(t + 1));
      if (this.#masked !== null) this.#passMasked(kernels, t, this.#masked.mask.at(t));
      cell.backwardStep(kernels, t);
    }
    cell.recurrentGradients(kernels, steps);
    affineBackward(kernels, cell.input, this.source, steps * this.#batch, cell.projectedGradient!.offset);
  }

  trace(floats: FloatArray): Trace {
    return { ...this.#cell.trace(floats), dy: this.#dy && wholeOf(floats, this.#dy) };
  }

  /** The cell's own h, after whichever was its last step. */
  end(): NetworkEnd {
    const [{ values, gradient, size }] = this.#cell.states;
    return {
      size,
      values: (steps) => values.at(steps),
      gradient: (steps) => gradient!.at(steps),
      forward: () => undefined,
      backward: () => undefined,
    };
  }

  #holdMasked(kernels: Kernels, t: number, mask: number, output: number): void {
    const [{ values, size }] = this.#cell.states;
    for (const state of this.states)
      kernels.holdMasked(this.#batch, state.size, mask, state.values.at(t), state.values.at(t + 1));
    kernels.copy(this.#batch * size, values.at(t + 1), output);
    kernels.zeroMasked(this.#batch, size, mask, output);
  }

  #passMasked(kernels: Kernels, t: number, mask: number): void {
    for (const { gradient, size } of this.states)
      kernels.passMasked(this.#batch, size, mask, gradient!.at(t + 1), gradient!.at(t));
  }
}
