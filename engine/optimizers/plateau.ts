import * as v from "valibot";
import type { RateOfStep } from "./optimizer.ts";
import type { Watcher, WatcherState } from "./watcher.ts";

export interface Plateau {
  /** α: the rate until the loss first stands still. */
  readonly rate: number;
  /** The rate is multiplied by it. */
  readonly factor?: number;
  /** So many losses in a row may be no better than the best; with the next one the rate falls. */
  readonly patience?: number;
  /** How much better a loss must be than the best to count: a share of the best, or with `thresholdMode` "absolute" a difference. */
  readonly threshold?: number;
  readonly thresholdMode?: "relative" | "absolute";
  /** Losses after a fall that do not count as bad. */
  readonly cooldown?: number;
  readonly minimum?: number;
  /** A fall by no more than this is left out. */
  readonly smallestFall?: number;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const rate = v.pipe(v.number(), v.finite(), v.minValue(0));
const savedPlateau = v.object({ rate, best: v.nullable(v.pipe(v.number(), v.finite())), bad: count, resting: count });

/**
 * A rate that falls where a watched loss no longer does. As `torch.optim.lr_scheduler.ReduceLROnPlateau` in mode "min", with its defaults; the
 * loss is told by {@link Watcher.note}. A loss that is no number is no better than any.
 */
export function reduceOnPlateau(options: Plateau): RateOfStep {
  const watcher = new PlateauWatcher(options);
  return Object.assign(() => watcher.rate, { watchers: [watcher] });
}

class PlateauWatcher implements Watcher {
  rate: number;
  readonly #options: Plateau;
  /** The best loss; null before the first one. */
  #best: number | null = null;
  /** Losses in a row that were no better. */
  #bad = 0;
  /** What is left of the cooldown. */
  #resting = 0;

  constructor(options: Plateau) {
    this.#options = options;
    this.rate = options.rate;
  }

  note(loss: number): void {
    const { patience = 10 } = this.#options;
    if (this.#isBetter(loss)) {
      this.#best = loss;
      this.#bad = 0;
    } else this.#bad++;
    if (this.#resting > 0) {
      this.#resting--;
      this.#bad = 0;
    }
    if (this.#bad > patience) this.#fall();
  }

  save(): WatcherState {
    return { rate: this.rate, best: this.#best, bad: this.#bad, resting: this.#resting };
  }

  restore(state: unknown): void {
    const saved = v.parse(savedPlateau, state);
    this.rate = saved.rate;
    this.#best = saved.best;
    this.#bad = saved.bad;
    this.#resting = saved.resting;
  }

  #isBetter(loss: number): boolean {
    const { threshold = 1e-4, thresholdMode = "relative" } = this.#options;
    const best = this.#best;
    if (best === null) return Number.isFinite(loss);
    return loss < (thresholdMode === "relative" ? best * (1 - threshold) : best - threshold);
  }

  #fall(): void {
    const { factor = 0.1, minimum = 0, cooldown = 0, smallestFall = 1e-8 } = this.#options;
    const fallen = Math.max(this.rate * factor, minimum);
    if (this.rate - fallen > smallestFall) this.rate = fallen;
    this.#resting = cooldown;
    this.#bad = 0;
  }
}
