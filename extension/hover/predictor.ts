import type { Disposable, Uri } from "vscode";
import type { Prediction, PredictRequest } from "../../engine/generation/prediction.ts";
import type { ModelDescription } from "../../engine/worker/protocol.ts";
import type { Engine, StartEngine } from "../run/engine.ts";
import type { Run } from "../run/run.ts";
import type { Runs } from "../run/runs.ts";
import type { ModelStore } from "../storage/modelStore.ts";

/** Milliseconds for which a snapshot of a run under way counts as fresh, at least. */
const freshFor = 1000;
/** Taking snapshots of a large model may hold its training up for this part of the time at most. */
const share = 20;

/** What the predicting engine holds. `source` is the run it was taken from, or the name of the saved file. */
interface Loaded {
  readonly source: Run | string;
  readonly model: ModelDescription;
  /** When it was taken, and how long it is to be used, in milliseconds. */
  readonly at: number;
  readonly freshFor: number;
}

/** A second engine that only predicts, so that a hover does not wait for a training step. It follows a run under way by snapshots. */
export class Predictor implements Disposable {
  readonly #startEngine: StartEngine;
  readonly #runs: Runs;
  readonly #store: ModelStore;
  #engine: Engine | null = null;
  #loaded: Loaded | null = null;
  #loading: Promise<Loaded | null> | null = null;

  constructor(startEngine: StartEngine, runs: Runs, store: ModelStore) {
    this.#startEngine = startEngine;
    this.#runs = runs;
    this.#store = store;
  }

  /** The model that a hover in this file asks; null where none was trained on it. */
  async modelOf(uri: Uri): Promise<ModelDescription | null> {
    const run = this.#runs.of(uri);
    const loaded = run?.isAlive ? await this.#follow(run) : await this.#useSaved(uri);
    return loaded?.model ?? null;
  }

  /** Asks the model that {@link modelOf} named last. */
  async predict(model: ModelDescription, request: Omit<PredictRequest, "contextTokens">): Promise<Prediction | null> {
    return this.#engine?.call("predict", { ...request, contextTokens: model.contextTokens }) ?? null;
  }

  dispose(): void {
    this.#forget();
  }

  /** A stale snapshot answers at once while a new one is fetched; only the first one is waited for. */
  async #follow(run: Run): Promise<Loaded | null> {
    const loaded = this.#loaded;
    if (loaded?.source !== run) return this.#load(run, () => run.save());
    const isStale = loaded.model.step !== run.step && Date.now() - loaded.at > loaded.freshFor;
    if (isStale && this.#loading === null) void this.#load(run, () => run.save()).catch(() => undefined);
    return loaded;
  }

  async #useSaved(uri: Uri): Promise<Loaded | null> {
    const entry = await this.#store.find(uri);
    if (entry === null) return null;
    if (this.#loaded?.source === entry.model) return this.#loaded;
    return this.#load(entry.model, () => this.#store.loadModel(uri, entry));
  }

  /** One after the other: the engine holds one model. */
  #load(source: Run | string, read: () => Promise<ArrayBuffer | null>): Promise<Loaded | null> {
    const loading = (this.#loading ?? Promise.resolve(null)).catch(() => null).then(() => this.#take(source, read));
    this.#loading = loading;
    const done = () => {
      if (this.#loading === loading) this.#loading = null;
    };
    loading.then(done, done);
    return loading;
  }

  async #take(source: Run | string, read: () => Promise<ArrayBuffer | null>): Promise<Loaded | null> {
    const began = Date.now();
    const file = await read();
    if (file === null) return null;
    this.#engine ??= this.#startEngine({ report: () => undefined, died: () => this.#forget() });
    const model = await this.#engine.call("load", file);
    const at = Date.now();
    this.#loaded = { source, model, at, freshFor: Math.max(freshFor, share * (at - began)) };
    return this.#loaded;
  }

  #forget(): void {
    this.#engine?.dispose();
    this.#engine = null;
    this.#loaded = null;
  }
}
