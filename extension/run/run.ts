import { EventEmitter, Uri } from "vscode";
import { type EngineError, toFailure } from "../../engine/errors/errors.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import type { Report, RunEnd, Watch } from "../../engine/worker/protocol.ts";
import type { RunStatus, RunView } from "../../webview/protocol.ts";
import { fileNameOf } from "../source/fileName.ts";
import type { RunRecord } from "../storage/record.ts";
import type { Engine, StartEngine } from "./engine.ts";
import { History } from "./history.ts";

/** What is to be trained. */
export interface RunOrder {
  readonly uri: Uri;
  readonly text: string;
  /** As a file or a form has it; empty for a training by the settings alone. Of a run that goes on: what is to change. */
  readonly recipe: unknown;
  /** The recipe's file, by which it is trained anew; null where it has none. */
  readonly recipeUri: Uri | null;
  /** Another text that tells how well this one is learned; null where the recipe names none. */
  readonly validation: string | null;
  /** What the settings say. */
  readonly chosen: Readonly<Record<string, unknown>>;
  /** At most so many threads; null for the cores less one. */
  readonly threads: number | null;
  /** Where a continued run goes on from. */
  readonly from: { readonly model: ArrayBuffer; readonly record: RunRecord | null } | null;
}

/** Milliseconds between two reports: ten a second at most. */
const reportEvery = 100;

let lastId = 0;

/** One training of one file: the owner of its state and its bounded history. Its engine lives on after the end, so that the last weights can be looked at. */
export class Run {
  readonly id = ++lastId;
  readonly uri: Uri;
  /** The file of its recipe; null for a training without one. */
  readonly recipeUri: Uri | null;
  readonly fileName: string;
  /** The recipe as it was asked for; empty for a training by the settings alone. */
  #asked: unknown = {};
  #status: RunStatus = "starting";
  #message = "";
  #advice = "";
  #description: RunDescription | null = null;
  #history = new History();
  #engine: Engine | null = null;
  #wasStarted = false;
  #stepsPerSecond: number | null = null;
  /** Of an earlier session, and nobody has asked for its weights yet. */
  isDormant = false;
  /** Shared with the worker: the channel sets it so that a long step ends between two of its time steps. */
  readonly #interrupt = new Int32Array(new SharedArrayBuffer(4));
  readonly #changed = new EventEmitter<Run>();
  readonly #reported = new EventEmitter<Report>();
  /** The status changed. */
  readonly onDidChange = this.#changed.event;
  readonly onDidReport = this.#reported.event;

  constructor(uri: Uri, recipeUri: Uri | null) {
    this.uri = uri;
    this.recipeUri = recipeUri;
    this.fileName = fileNameOf(uri);
  }

  /** A run of an earlier session, to be looked at and continued; one that was cut off by the window's end counts as stopped. */
  static restored(uri: Uri, record: RunRecord): Run {
    const run = new Run(uri, record.recipeUri ? Uri.parse(record.recipeUri) : null);
    run.isDormant = true;
    run.#status = record.status === "training" || record.status === "paused" ? "stopped" : record.status;
    run.#message = record.message;
    run.#advice = record.advice;
    run.#description = record.description;
    run.#asked = record.asked ?? {};
    run.#history = History.from(record);
    return run;
  }

  get status(): RunStatus {
    return this.#status;
  }

  get isUnderWay(): boolean {
    return this.#status === "starting" || this.#status === "training" || this.#status === "paused";
  }

  /** False for a run of an earlier session. */
  get wasStarted(): boolean {
    return this.#wasStarted;
  }

  /** Whether its weights can be had from its engine. */
  get isAlive(): boolean {
    return this.#engine !== null && this.#description !== null;
  }

  get description(): RunDescription | null {
    return this.#description;
  }

  /** What it is trained anew by. */
  get asked(): unknown {
    return this.#asked;
  }

  get progress() {
    return this.#history.progress;
  }

  /** Steps done. */
  get step(): number {
    return this.#history.progress?.step ?? this.#description?.step ?? 0;
  }

  /** @throws EngineError where the engine refuses the text, the configuration or the model; then there is no run. */
  async start(startEngine: StartEngine, order: RunOrder): Promise<void> {
    const { text, validation, recipe, chosen, threads, from } = order;
    const engine = startEngine({ report: (report) => this.#receive(report), died: (error) => this.#die(error) });
    this.#engine = engine;
    this.#wasStarted = true;
    // What goes on is trained anew by what it began with.
    this.#asked = from === null ? recipe : (from.record?.asked ?? {});
    if (from?.record) this.#history = History.from(from.record);
    const model = from?.model ?? null;
    try {
      const request = { text, validation, recipe, chosen, model, threads };
      const control = { paused: false, interrupt: this.#interrupt, reportEvery };
      this.#description = await engine.call("train", { ...request, ...control });
    } catch (error) {
      this.dispose();
      throw error;
    }
    this.#history.rewind(this.#description.step);
    this.#become("training");
  }

  /**
   * Gives a run of an earlier session an engine that holds its weights, so that they can be looked at; nothing is trained.
   * @throws EngineError where the model is damaged, or the text has tokens that it does not know.
   */
  async revive(startEngine: StartEngine, text: string, validation: string | null, model: ArrayBuffer): Promise<void> {
    if (this.#engine !== null || this.#description === null) return;
    const { recipe } = this.#description;
    const engine = startEngine({
      // Its figures are those of a run that has not taken a step: the history knows better.
      report: (report) => report.type === "tensors" && this.#reported.fire(report),
      died: () => {
        this.#engine = null;
      },
    });
    try {
      const request = { text, validation, recipe, chosen: {}, model, threads: 1 };
      await engine.call("train", { ...request, paused: true, interrupt: null, reportEvery });
      this.#engine = engine;
    } catch (error) {
      engine.dispose();
      throw error;
    }
  }

  async pause(): Promise<void> {
    if (this.#status !== "training") return;
    await this.#engine?.call("pause", null);
    if (this.isUnderWay) this.#become("paused");
  }

  /** Steps a second at the most; null for full speed. */
  async setPace(stepsPerSecond: number | null): Promise<void> {
    if (!this.isUnderWay) return;
    this.#stepsPerSecond = stepsPerSecond;
    await this.#engine?.call("setPace", stepsPerSecond);
  }

  async resume(): Promise<void> {
    if (this.#status !== "paused") return;
    await this.#engine?.call("resume", null);
    if (this.isUnderWay) this.#become("training");
  }

  /** Pauses first, where that was not done. */
  async stepOnce(): Promise<void> {
    await this.pause();
    if (this.#status === "paused") await this.#engine?.call("stepOnce", null);
  }

  async stop(): Promise<void> {
    if (!this.isUnderWay) return;
    await this.#engine?.call("stop", null);
  }

  /** The model as a file. @throws EngineError `workerDied`, or `notTraining` where there is no engine (any more). */
  async save(): Promise<ArrayBuffer | null> {
    return this.#engine === null ? null : this.#engine.call("save", null);
  }

  /** Resolves when the history has come to a step that the model has done already, or after so many milliseconds. */
  async reached(step: number, patience: number): Promise<void> {
    if (this.step >= step) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, patience);
      const listening = this.onDidReport(() => this.step >= step && done());
      function done(): void {
        clearTimeout(timer);
        listening.dispose();
        resolve();
      }
    });
  }

  async watch(watch: Watch): Promise<void> {
    if (this.isAlive) await this.#engine?.call("watch", watch);
  }

  view(canContinue: boolean): RunView {
    const { id } = this;
    return { id, canContinue, stepsPerSecond: this.#stepsPerSecond, ...this.#facts(), ...this.#history.snapshot() };
  }

  record(): RunRecord {
    const recipeUri = this.recipeUri?.toString() ?? null;
    return { uri: this.uri.toString(), recipeUri, asked: this.#asked, ...this.#facts(), ...this.#history.snapshot() };
  }

  /** Ends the engine as a crash does. */
  async kill(): Promise<void> {
    await this.#engine?.kill();
  }

  dispose(): void {
    this.#engine?.dispose();
    this.#engine = null;
  }

  #facts() {
    const { fileName } = this;
    return { fileName, status: this.#status, message: this.#message, advice: this.#advice, description: this.#description };
  }

  #receive(report: Report): void {
    this.#history.append(report);
    this.#reported.fire(report);
    if (report.type === "ended") this.#end(report.end);
  }

  #end({ reason, failure, note }: RunEnd): void {
    this.#message = failure?.message ?? note ?? "";
    this.#advice = failure?.advice ?? "";
    this.#become(reason);
  }

  /** A run that never began ends by the rejection of its `train` instead. */
  #die(error: EngineError): void {
    this.#engine = null;
    const { message, advice } = toFailure(error);
    this.#message = message;
    this.#advice = advice;
    if (this.#status === "training" || this.#status === "paused") this.#become("failed");
  }

  #become(status: RunStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#changed.fire(this);
  }
}
