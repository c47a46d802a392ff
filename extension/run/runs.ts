import { type Disposable, EventEmitter, type Uri } from "vscode";
import type { Report, TensorPicture, TensorView } from "../../engine/worker/protocol.ts";
import type { RunView } from "../../webview/protocol.ts";
import { readSmallText } from "../source/readText.ts";
import { namedFiles } from "../source/recipeFile.ts";
import type { ModelStore } from "../storage/modelStore.ts";
import { Autosave } from "./autosave.ts";
import type { StartEngine } from "./engine.ts";
import { Run, type RunOrder } from "./run.ts";
import { Watching } from "./watching.ts";

/** The one run that is under way or was last, and what follows from there being only one. */
export class Runs implements Disposable {
  readonly #startEngine: StartEngine;
  readonly #log: (message: string) => void;
  readonly #store: ModelStore;
  readonly #autosave: Autosave;
  readonly #watching = new Watching();
  #current: Run | null = null;
  /** Whether there is a saved model of the current run's file. */
  #isSaved = false;
  #listening: Disposable[] = [];
  #reviving: Promise<void> | null = null;
  readonly #changed = new EventEmitter<Run | null>();
  readonly #reported = new EventEmitter<{ readonly run: Run; readonly report: Report }>();
  /** There is another run, the run's status changed, or it was saved for the first time. */
  readonly onDidChange = this.#changed.event;
  readonly onDidReport = this.#reported.event;

  constructor(startEngine: StartEngine, store: ModelStore, log: (message: string) => void) {
    this.#startEngine = startEngine;
    this.#log = log;
    this.#store = store;
    this.#autosave = new Autosave(store, log, () => this.#noteSaved());
  }

  get current(): Run | null {
    return this.#current;
  }

  get canContinue(): boolean {
    return this.#isSaved && this.#current !== null && !this.#current.isUnderWay;
  }

  /** The current run where it is one of this file, else null. */
  of(uri: Uri): Run | null {
    return this.#current?.uri.toString() === uri.toString() ? this.#current : null;
  }

  view(): RunView | null {
    return this.#current?.view(this.canContinue) ?? null;
  }

  /**
   * Stops what is under way, saves it, and starts another run. Where that one cannot start, the one before stays in view.
   * @throws EngineError the engine's refusal.
   */
  async start(order: RunOrder): Promise<Run> {
    await this.stop();
    const before = this.#current;
    const run = new Run(order.uri, order.recipeUri);
    await this.#adopt(run);
    try {
      await run.start(this.#startEngine, order);
    } catch (error) {
      await this.#adopt(before);
      throw error;
    }
    before?.dispose();
    this.#autosave.begin(run);
    void this.#tellWatch();
    return run;
  }

  /** Ends the run under way, if there is one, and waits until it is saved. */
  async stop(): Promise<void> {
    await this.#current?.stop();
    await this.#autosave.settled();
  }

  /** Shows the last run of an earlier session again; a run of this session is not replaced. */
  async restore(uri: Uri): Promise<void> {
    const entry = await this.#store.find(uri);
    const record = entry && (await this.#store.loadRecord(uri, entry));
    if (record && this.#current === null) await this.#adopt(Run.restored(uri, record));
  }

  /** What a view has on screen; nothing once it is hidden or gone. */
  watch(viewer: object, tensors: readonly TensorView[]): void {
    this.#watching.set(viewer, tensors);
    void this.#tellWatch();
  }

  picturesFor(viewer: object, pictures: readonly TensorPicture[]): readonly TensorPicture[] {
    return this.#watching.picturesFor(viewer, pictures);
  }

  /** Saves what is under way; for the window's end. */
  saveNow(): Promise<void> {
    return this.#autosave.saveNow();
  }

  dispose(): void {
    this.#autosave.dispose();
    for (const listener of this.#listening) listener.dispose();
    this.#current?.dispose();
  }

  async #adopt(run: Run | null): Promise<void> {
    for (const listener of this.#listening) listener.dispose();
    this.#current = run;
    this.#listening = run
      ? [run.onDidChange(() => this.#onStatus(run)), run.onDidReport((report) => this.#reported.fire({ run, report }))]
      : [];
    this.#isSaved = run !== null && (await this.#store.find(run.uri)) !== null;
    if (this.#current === run) this.#changed.fire(run);
  }

  #onStatus(run: Run): void {
    this.#changed.fire(run);
    // Not on a pause: writing a large model would delay what the person asks for next. The clock saves it a little later.
    if (!run.isUnderWay) this.#autosave.saveSoon();
  }

  #noteSaved(): void {
    if (this.#isSaved) return;
    this.#isSaved = true;
    this.#changed.fire(this.#current);
  }

  /** A worker that dies says so by its run's status. */
  async #tellWatch(): Promise<void> {
    const run = this.#current;
    const watch = this.#watching.union();
    if (watch.tensors.length > 0 && run?.isDormant) await this.#revive(run);
    await run?.watch(watch).catch(() => undefined);
  }

  /** Only once, and without a word where it fails: the curves can be looked at all the same. */
  #revive(run: Run): Promise<void> {
    this.#reviving ??= this.#wake(run)
      .catch((error) => this.#log(`The weights of ${run.fileName} cannot be shown: ${error}`))
      .finally(() => {
        this.#reviving = null;
      });
    return this.#reviving;
  }

  async #wake(run: Run): Promise<void> {
    run.isDormant = false;
    const entry = await this.#store.find(run.uri);
    const model = entry && (await this.#store.loadModel(run.uri, entry));
    const text = model && (await readSmallText(run.uri));
    if (!text) return;
    const { validation } = namedFiles(run.recipeUri ?? run.uri, run.description?.recipe);
    await run.revive(this.#startEngine, text, validation && (await readSmallText(validation)), model);
  }
}
