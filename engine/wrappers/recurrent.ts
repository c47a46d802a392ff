import type { Cell } from "../cells/cell.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { affineBackward, affineForward } from "../layers/affine.ts";
import type { CellPlace, FeatureSource, Scope, SequenceLayer, Source, StateVariable, Trace } from "../layers/layer.ts";
import type { FloatArray } from "../memory/arena.ts";

/** A cell through time: T steps forward, T steps back (backpropagation through time), and all that needs no order done at once. */
export class Recurrent implements SequenceLayer, CellPlace {
  readonly path: string;
  readonly output: FeatureSource;
  readonly cells: readonly [CellPlace];
  readonly states: readonly StateVariable[];
  readonly #cell: Cell;
  readonly #source: Source;
  readonly #batch: number;

  constructor(scope: Scope, source: Source, cell: Cell) {
    const [h] = cell.states;
    this.path = scope.path;
    this.output = { kind: "features", values: h.values.from(1), gradient: h.gradient?.from(1) ?? null, size: h.size };
    this.cells = [this];
    this.states = cell.states;
    this.#cell = cell;
    this.#source = source;
    this.#batch = scope.batch;
  }

  forward(kernels: Kernels, steps: number): void {
    const cell = this.#cell;
    affineForward(kernels, cell.input, this.#source, 0, steps * this.#batch, cell.projected.offset);
    for (let t = 0; t < steps; t++) cell.forwardStep(kernels, t);
  }

  backward(kernels: Kernels, steps: number): void {
    const cell = this.#cell;
    for (let t = steps - 1; t >= 0; t--) cell.backwardStep(kernels, t);
    cell.recurrentGradients(kernels, steps);
    affineBackward(kernels, cell.input, this.#source, 0, steps * this.#batch, cell.projectedGradient!.offset);
  }

  trace(floats: FloatArray): Trace {
    return this.#cell.trace(floats);
  }
}
