import { Disposable, type Webview } from "vscode";
import type { JsonSchema } from "../../engine/recipe/jsonSchema.ts";
import type { Report, Sample } from "../../engine/worker/protocol.ts";
import type { FormOutlook, FromView, ToView, ViewCommand } from "../../webview/protocol.ts";
import { Paced } from "../person/paced.ts";
import type { Run } from "../run/run.ts";
import type { Runs } from "../run/runs.ts";
import type { Hush } from "./hush.ts";

export interface ViewRoom {
  readonly runs: Runs;
  readonly hush: Hush;
  /** Behind the form of the recipe. */
  readonly form: {
    readonly schema: JsonSchema;
    lookAt(run: Run, recipe: unknown): Promise<FormOutlook>;
  };
  /** Trains what the form says on the text of the run in view. */
  trainRecipe(recipe: unknown): void;
  isTrusted(): boolean;
  execute(command: ViewCommand): void;
  log(message: string): void;
}

/** One page's connection to the run: the whole of it when the page becomes visible, changes while it is, and nothing while it is not. */
export class ViewLink {
  readonly #webview: Webview;
  readonly #room: ViewRoom;
  readonly #listening: Disposable;
  #isReady = false;
  #isVisible: boolean;
  /** A picture is on its way; the next ones are left out until it has arrived. */
  #isSending = false;
  /** Those that the page has not been told yet. */
  #samples: Sample[] = [];
  readonly #sampling = new Paced(() => this.#sendSamples());

  constructor(webview: Webview, isVisible: boolean, room: ViewRoom) {
    this.#webview = webview;
    this.#isVisible = isVisible;
    this.#room = room;
    room.hush.begin(this);
    this.#listening = Disposable.from(
      new Disposable(room.hush.onEnd(() => this.#sendRun())),
      this.#sampling,
      webview.onDidReceiveMessage((message: FromView) => this.#receive(message)),
      room.runs.onDidChange(() => this.#sendRun()),
      room.runs.onDidReport(({ run, report }) => this.#sendReport(run, report)),
    );
  }

  /** A page that was hidden may have lost its scripts; then it says `ready` again. */
  setVisible(isVisible: boolean): void {
    if (isVisible === this.#isVisible) return;
    this.#isVisible = isVisible;
    if (isVisible) this.#sendRun();
    else this.#room.runs.watch(this, []);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#room.hush.end(this);
    this.#room.runs.watch(this, []);
  }

  #receive(message: FromView): void {
    switch (message.type) {
      case "ready":
        this.#room.hush.end(this);
        this.#isReady = true;
        this.#sendRun();
        break;
      case "command":
        this.#room.execute(message.command);
        break;
      case "pace":
        void this.#room.runs.current?.setPace(message.stepsPerSecond);
        break;
      case "watch":
        this.#room.runs.watch(this, this.#isVisible ? message.tensors : []);
        break;
      case "form":
        this.#send({ type: "form", schema: this.#room.form.schema });
        break;
      case "preview":
        void this.#preview(message.serial, message.recipe);
        break;
      case "trainRecipe":
        this.#room.trainRecipe(message.recipe);
        break;
      case "error":
        this.#room.log(`In a view: ${message.message}`);
        break;
      default:
        message satisfies never;
    }
  }

  /** Reads the text and tries the network: of a workspace that is trusted. */
  async #preview(serial: number, recipe: unknown): Promise<void> {
    const run = this.#room.runs.current;
    if (run === null || !this.#room.isTrusted()) return;
    try {
      this.#send({ type: "previewed", serial, outlook: await this.#room.form.lookAt(run, recipe) });
    } catch (error) {
      this.#room.log(`No outlook on a recipe: ${error instanceof Error ? error.message : error}`);
    }
  }

  #sendRun(): void {
    // The whole of a run has all samples.
    this.#samples = [];
    this.#send({ type: "run", run: this.#room.runs.view() });
  }

  #sendReport({ id: runId }: Run, report: Report): void {
    if (this.#room.hush.isFor(this)) return;
    switch (report.type) {
      case "progress":
        this.#send({ type: "progress", runId, progress: report.progress });
        break;
      case "sample":
        this.#samples.push(report.sample);
        this.#sampling.request();
        break;
      case "tensors":
        this.#sendPictures(runId, report);
        break;
      case "forecast":
        this.#send({ type: "forecast", runId, forecast: report.forecast });
        break;
      case "validated":
        this.#send({ type: "validated", runId, validation: report.validation });
        break;
      case "ended":
      case "checked":
        // The run's status says it.
        break;
      default:
        report satisfies never;
    }
  }

  #sendSamples(): void {
    const samples = this.#samples;
    const { current } = this.#room.runs;
    this.#samples = [];
    if (samples.length > 0 && current !== null) this.#send({ type: "samples", runId: current.id, samples });
  }

  #sendPictures(runId: number, { step, pictures }: Extract<Report, { type: "tensors" }>): void {
    const mine = this.#room.runs.picturesFor(this, pictures);
    if (mine.length === 0 || this.#isSending || !this.#isOpen) return;
    this.#isSending = true;
    const done = () => {
      this.#isSending = false;
    };
    this.#webview.postMessage({ type: "tensors", runId, step, pictures: mine } satisfies ToView).then(done, done);
  }

  #send(message: ToView): void {
    if (this.#isOpen) void this.#webview.postMessage(message);
  }

  get #isOpen(): boolean {
    return this.#isReady && this.#isVisible;
  }
}
