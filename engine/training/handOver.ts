import type { FloatArray } from "../memory/arena.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import type { Carry } from "../tasks/task.ts";

/** What a pass hands on to the next, and what one begins with. */
export class HandOver {
  readonly #model: SequenceModel;
  readonly #carry: Carry;
  /** What a batch begins with that carries no state on; laid out as the model's state. */
  readonly initialState: FloatArray;

  /** @param initialState one row of the states that a batch begins with; zeros where null */
  constructor(model: SequenceModel, carry: Carry, initialState: FloatArray | null) {
    this.#model = model;
    this.#carry = carry;
    this.initialState = model.state.slice().fill(0);
    if (initialState !== null) model.stateLayout.setRows(this.initialState, initialState);
  }

  /** The next pass begins as the recipe says: at zero, with given states, or with learned ones. */
  beginAnew(): void {
    this.#model.resetState();
    this.#model.state.set(this.initialState);
  }

  /** The next pass begins where one ended, as far as states are carried; what begins anew in the middle of a run says so by its batch. */
  beginFrom(state: FloatArray): void {
    if (this.#carry === "none") this.beginAnew();
    else {
      this.#model.state.set(state);
      this.#model.beginsFromState = true;
    }
  }

  /** After a pass. */
  carryOn(): void {
    const model = this.#model;
    if (this.#carry === "none") return;
    model.carryState();
    if (this.#carry === "all") return;
    for (const { name, size, offset } of model.stateLayout.planes) {
      if (name === this.#carry) continue;
      const end = offset + size * model.plan.batch;
      model.state.set(this.initialState.subarray(offset, end), offset);
    }
  }
}
