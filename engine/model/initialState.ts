import { EngineError } from "../errors/errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { CellPlace, Scope, StateVariable } from "../layers/layer.ts";
import type { Block } from "../memory/block.ts";
import type { ParameterBlock } from "../memory/ledger.ts";

/** Which initial states are learned: all, or those of the paths, such as `forward/0/h`. */
export type TrainedStates = boolean | readonly string[];

interface Begun {
  readonly variable: StateVariable;
  /** [1, size], for every row of the batch; null where it is not learned. */
  readonly learned: ParameterBlock | null;
}

/**
 * Where a pass begins: each state in slot 0 of its cell, for every row the learned one, or the row's own out of `given`.
 *
 *     dlearned += Σ_rows dstate
 *
 * Learned states are parameters `initialState/forward/0/h` [1, size]. A pass that begins with what is given leaves them no gradient.
 */
export class InitialState {
  /** One after another for each cell and each of its states: [N, size]. */
  readonly given: Block;
  readonly #batch: number;
  readonly #states: readonly Begun[];

  /** @throws EngineError `badConfiguration` for a state to be learned that there is not. */
  constructor({ ledger, batch }: Scope, cells: readonly CellPlace[], trained: TrainedStates) {
    this.#batch = batch;
    const paths = cells.flatMap(({ path, states }) => states.map(({ name }) => path + name));
    const unknown = typeof trained === "boolean" ? undefined : trained.find((path) => !paths.includes(path));
    if (unknown !== undefined) throw unknownState(unknown, paths);
    const isTrained = (path: string): boolean => (typeof trained === "boolean" ? trained : trained.includes(path));
    this.#states = cells.flatMap(({ path, states }) =>
      states.map((variable) => {
        const info = { path: `initialState/${path}${variable.name}`, rows: 1, columns: variable.size, gates: null } as const;
        const meaning = { rowMeaning: "none", columnMeaning: "unit" } as const;
        return { variable, learned: isTrained(path + variable.name) ? ledger.parameter({ ...info, ...meaning }, 0) : null };
      }),
    );
    this.given = ledger.input("state", [this.#states.reduce((sum, { variable }) => sum + variable.size * batch, 0)]);
  }

  /** Whether any is learned. */
  get trains(): boolean {
    return this.#states.some(({ learned }) => learned !== null);
  }

  /** The states as they stand in `given`, with what is learned of each. */
  get states(): readonly Begun[] {
    return this.#states;
  }

  /** Writes slot 0. @param fromGiven whether what is learned is left aside. */
  begin(kernels: Kernels, fromGiven: boolean): void {
    let at = this.given.offset;
    for (const { variable, learned } of this.#states) {
      const count = variable.size * this.#batch;
      const slot = variable.values.at(0);
      if (learned === null || fromGiven) kernels.copy(count, at, slot);
      else {
        kernels.fill(count, 0, slot);
        kernels.addBias(this.#batch, variable.size, learned.value.offset, slot);
      }
      at += count;
    }
  }

  /** Adds the gradients of what is learned, out of slot 0. */
  backward(kernels: Kernels): void {
    for (const { variable, learned } of this.#states)
      if (learned !== null) kernels.columnSums(this.#batch, variable.size, variable.gradient!.at(0), learned.gradient!.offset);
  }

  /** The final states of a pass of so many steps become what is given. */
  carry(kernels: Kernels, steps: number): void {
    let at = this.given.offset;
    for (const { variable } of this.#states) {
      kernels.copy(variable.size * this.#batch, variable.values.at(steps), at);
      at += variable.size * this.#batch;
    }
  }
}

const unknownState = (path: string, paths: readonly string[]): EngineError =>
  new EngineError(
    "badConfiguration",
    `There is no state "${path}" to be learned; there are ${paths.join(", ") || "none"}.`,
    "Choose among these.",
  );
