import type { FloatArray } from "../memory/arena.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import { refuse } from "./arrays.ts";
import { type States, writeStates } from "./states.ts";

/** The state that passes with `carryState` hand from one to the next. Other passes neither read nor change it. */
export class Carried {
  #state: FloatArray | null = null;
  #rows = 0;

  /**
   * Writes what a pass begins with: the given state; or the carried one, where there is one; or what a pass begins with by itself.
   * @throws EngineError `badConfiguration` for another number of rows than those whose state is carried.
   */
  begin(model: SequenceModel, initialState: States | undefined, carries: boolean): void {
    model.resetState();
    if (initialState !== undefined) {
      writeStates(model, model.state, initialState, "initialState");
      model.beginsFromState = true;
    } else if (carries && this.#state !== null) {
      if (this.#rows !== model.plan.batch) this.#refuseRows(model.plan.batch);
      model.state.set(this.#state);
      model.beginsFromState = true;
    }
  }

  /** After a pass with `carryState`. */
  keep(model: SequenceModel): void {
    model.carryState();
    if (this.#state?.length !== model.state.length) this.#state = model.state.slice();
    else this.#state.set(model.state);
    this.#rows = model.plan.batch;
  }

  forget(): void {
    this.#state = null;
  }

  #refuseRows(rows: number): never {
    return refuse(
      "carryState",
      `goes on from the state of ${this.#rows} rows, and the batch has ${rows}`,
      "Give as many rows as before, give an initialState, or call resetState() to begin anew.",
    );
  }
}
