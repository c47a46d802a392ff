import type { Optimizer } from "../optimizers/optimizer.ts";
import { noteLoss, restoreWatchers, saveWatchers } from "../optimizers/watcher.ts";
import type { Watched } from "./snapshots.ts";

/** What an optimizer's rate is told that depends on the loss: the mean of so many training steps, unless a validation tells it a better one. */
export class WatchedLoss {
  readonly #optimizer: Optimizer;
  /** Steps to a mean; 0 where nothing of the training is told. */
  readonly #every: number;
  #sum = 0;
  #count = 0;

  constructor(optimizer: Optimizer, every: number) {
    this.#optimizer = optimizer;
    this.#every = optimizer.watchers?.length ? every : 0;
  }

  /** Of the training. @param step that gave it, from 1 on */
  note(loss: number, step: number): void {
    if (this.#every === 0) return;
    this.#sum += loss;
    this.#count++;
    if (step % this.#every !== 0) return;
    this.tell(this.#sum / this.#count);
    this.#sum = 0;
    this.#count = 0;
  }

  /** Of a validation, or a mean of the training. */
  tell(loss: number): void {
    noteLoss(this.#optimizer, loss);
  }

  save(): Watched {
    return { sum: this.#sum, count: this.#count, watchers: saveWatchers(this.#optimizer) };
  }

  /** Another rule may have other watchers: those begin anew. */
  restore({ sum, count, watchers }: Watched): void {
    this.#sum = sum;
    this.#count = count;
    if (watchers.length === (this.#optimizer.watchers?.length ?? 0)) restoreWatchers(this.#optimizer, watchers);
  }
}
