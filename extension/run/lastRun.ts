import { type Disposable, type Memento, Uri } from "vscode";
import type { Runs } from "./runs.ts";

const key = "lstm.lastRun";

/** Remembers, in the workspace's state, which file was trained last, so that the lab shows its run again after a reload. */
export class LastRun implements Disposable {
  readonly #memory: Memento;
  readonly #runs: Runs;
  readonly #listening: Disposable;

  constructor(memory: Memento, runs: Runs) {
    this.#memory = memory;
    this.#runs = runs;
    this.#listening = runs.onDidChange((run) => {
      const uri = run?.uri.toString();
      if (uri && uri !== memory.get(key)) void memory.update(key, uri);
    });
  }

  async restore(): Promise<void> {
    const uri = this.#memory.get<string>(key);
    if (uri) await this.#runs.restore(Uri.parse(uri));
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
