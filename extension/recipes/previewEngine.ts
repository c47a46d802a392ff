import type { Disposable } from "vscode";
import type { Preview, PreviewRequest } from "../../engine/runs/preview.ts";
import type { Engine, StartEngine } from "../run/engine.ts";

/** Milliseconds after which a thread that nobody asks is let go. */
const patience = 30_000;

/** An engine of its own for previews, so that neither a run nor a hover waits for one; there is none while nobody asks. */
export class PreviewEngine implements Disposable {
  readonly #start: StartEngine;
  #engine: Engine | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(start: StartEngine) {
    this.#start = start;
  }

  /** @throws EngineError why it cannot be trained, with its place in the recipe; `workerDied` */
  async preview(request: PreviewRequest): Promise<Preview> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#engine ??= this.#start({ report: () => undefined, died: () => this.#forget() });
    try {
      return await this.#engine.call("preview", request);
    } finally {
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.dispose(), patience);
    }
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#engine?.dispose();
    this.#forget();
  }

  #forget(): void {
    this.#engine = null;
  }
}
