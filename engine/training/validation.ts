import type { FloatArray } from "../memory/arena.ts";
import type { Pass } from "../text/batching/pass.ts";
import type { Trainer } from "./trainer.ts";

/**
 * How well a network does on a text that it is not trained on: the exact mean loss of a pass over it, dropout off, batch by batch, so that it can
 * be put aside between any two. States go on from batch to batch as in training. It uses the training's own memory and leaves the training where it was.
 */
export class Validation {
  readonly #trainer: Trainer;
  readonly #pass: Pass;
  /** Of the pass, apart from the training's. */
  readonly #state: FloatArray;
  #next = -1;
  #sum = 0;

  constructor(trainer: Trainer, pass: Pass) {
    this.#trainer = trainer;
    this.#pass = pass;
    this.#state = trainer.handOver.initialState.slice();
  }

  get pending(): boolean {
    return this.#next >= 0;
  }

  /** With the weights of this moment: no step may be taken before it is over. */
  begin(): void {
    this.#next = 0;
    this.#sum = 0;
  }

  /**
   * One batch further.
   * @returns the mean loss, once the pass is over
   * @throws StepInterrupted where the model is asked to end: then nothing has changed, and the batch can be done again
   */
  advance(): number | null {
    const { steps, weight, resetState } = this.#pass.fill(this.#trainer.model, this.#next);
    this.#sum += weight * this.#loss(steps, resetState);
    this.#next++;
    if (this.#next < this.#pass.batches) return null;
    this.#next = -1;
    return this.#sum / this.#pass.weight;
  }

  #loss(steps: number, anew: boolean): number {
    const { model } = this.#trainer;
    const [training, fromState] = [model.state.slice(), model.beginsFromState];
    try {
      if (anew) this.#trainer.handOver.beginAnew();
      else this.#trainer.handOver.beginFrom(this.#state);
      model.dropOut(null);
      model.forward(steps);
      const loss = model.loss();
      this.#trainer.handOver.carryOn();
      this.#state.set(model.state);
      return loss;
    } finally {
      model.state.set(training);
      model.beginsFromState = fromState;
    }
  }
}
