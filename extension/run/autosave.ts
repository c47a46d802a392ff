import type { Disposable } from "vscode";
import { release } from "../../engine/memory/release.ts";
import type { ModelStore } from "../storage/modelStore.ts";
import { peekModel } from "../storage/peekModel.ts";
import type { Run } from "./run.ts";

/** Milliseconds; what a crash may cost. A young run is saved earlier: closing a browser's tab leaves no time to save at the end. */
const atLeastEvery = 15_000;
const firstAfter = 3_000;
/** Saving may take this part of the time at most. */
const share = 20;
/** Milliseconds to wait until the losses of a model's last steps have been reported. */
const patience = 2000;

/** Saves a run every now and then while it is under way, and when it has ended. */
export class Autosave implements Disposable {
  readonly #store: ModelStore;
  readonly #log: (message: string) => void;
  readonly #saved: () => void;
  #run: Run | null = null;
  #savedStep = -1;
  #savedStatus = "";
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(store: ModelStore, log: (message: string) => void, saved: () => void) {
    this.#store = store;
    this.#log = log;
    this.#saved = saved;
  }

  begin(run: Run): void {
    this.#run = run;
    this.#savedStep = -1;
    if (run.isUnderWay) this.#schedule(firstAfter);
    else this.saveSoon();
  }

  /** Without waiting; savings follow one another. */
  saveSoon(): void {
    this.#saving = this.#saving.then(() => this.#save());
  }

  async saveNow(): Promise<void> {
    this.saveSoon();
    await this.#saving;
  }

  /** When what was asked for so far is saved, or has failed to be. */
  async settled(): Promise<void> {
    await this.#saving;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#run = null;
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const began = Date.now();
      await this.saveNow();
      if (this.#run?.isUnderWay) this.#schedule(Math.max(atLeastEvery, (Date.now() - began) * share));
    }, delay);
  }

  async #save(): Promise<void> {
    const run = this.#run;
    if (!run?.isAlive || (run.step === this.#savedStep && run.status === this.#savedStatus)) return;
    try {
      const model = await run.save();
      if (model === null) return;
      const { step } = peekModel(model) ?? run;
      await run.reached(step, patience);
      const record = run.record();
      await this.#store.put(run.uri, model, record);
      release(model);
      this.#savedStep = step;
      this.#savedStatus = record.status;
      this.#saved();
    } catch (error) {
      this.#log(`The model of ${run.fileName} could not be saved: ${error instanceof Error ? error.message : error}`);
    }
  }
}
