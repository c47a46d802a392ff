import type { Disposable } from "vscode";

/** Milliseconds between two figures that a person can read. */
const readingTime = 500;

/** Does a task when it is asked for, but no more often than can be read; the last request is answered always. */
export class Paced implements Disposable {
  readonly #task: () => void;
  readonly #every: number;
  #timer: NodeJS.Timeout | null = null;
  #isWanted = false;

  constructor(task: () => void, every = readingTime) {
    this.#task = task;
    this.#every = every;
  }

  request(): void {
    this.#isWanted = true;
    if (this.#timer === null) this.#run();
  }

  /** At once, whenever the last time was. */
  now(): void {
    this.dispose();
    this.#isWanted = true;
    this.#run();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #run(): void {
    this.#timer = null;
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#timer = setTimeout(() => this.#run(), this.#every);
    this.#task();
  }
}
