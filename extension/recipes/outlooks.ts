import { Disposable, EventEmitter, type TextDocument, workspace } from "vscode";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import type { Surroundings } from "../person/surroundings.ts";
import type { StartEngine } from "../run/engine.ts";
import { isRecipe, namedFiles } from "../source/recipeFile.ts";
import { contentOf, lookAt, type Outlook } from "./outlook.ts";
import { PreviewEngine } from "./previewEngine.ts";
import { stampOf } from "./texts.ts";

/** Milliseconds without a keystroke after which a recipe is looked at. */
const pause = 300;

interface Kept {
  timer: NodeJS.Timeout | null;
  /** What the outlook depends on; of the look under way, where there is one. */
  stamp: string;
  outlook: Outlook | null;
}

/** Outlooks of the recipes that are open, looked at again when they or the texts that they name change; in trusted workspaces only. */
export class Outlooks implements Disposable {
  readonly #registry = createRegistry();
  readonly #engine: PreviewEngine;
  readonly #surroundings: Surroundings;
  readonly #log: (message: string) => void;
  readonly #kept = new Map<string, Kept>();
  readonly #changed = new EventEmitter<TextDocument>();
  readonly #listening: Disposable;
  /** There is another outlook of this recipe, or none any more. */
  readonly onDidChange = this.#changed.event;

  constructor(start: StartEngine, surroundings: Surroundings, log: (message: string) => void) {
    this.#engine = new PreviewEngine(start);
    this.#surroundings = surroundings;
    this.#log = log;
    const all = () => workspace.textDocuments.forEach((document) => void this.#request(document));
    this.#listening = Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.#request(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#request(document)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      // The texts that recipes name.
      workspace.onDidSaveTextDocument(all),
      workspace.onDidCreateFiles(all),
      workspace.onDidDeleteFiles(all),
      workspace.onDidRenameFiles(all),
      workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("lstm") && all()),
      workspace.onDidGrantWorkspaceTrust(all),
    );
    all();
  }

  /** The latest, at once: of the text as it stood a moment ago. */
  latest(document: TextDocument): Outlook | null {
    return this.#kept.get(document.uri.toString())?.outlook ?? null;
  }

  /** The same, for somebody who looks: what was written elsewhere is noticed then. */
  of(document: TextDocument): Outlook | null {
    // Whoever looks again and again does not put it off.
    if (!this.#kept.get(document.uri.toString())?.timer) this.#request(document);
    return this.latest(document);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const { timer } of this.#kept.values()) if (timer !== null) clearTimeout(timer);
    this.#engine.dispose();
  }

  #request(document: TextDocument): void {
    if (!isRecipe(document.uri) || !this.#surroundings.isTrusted()) return;
    const key = document.uri.toString();
    const kept = this.#kept.get(key) ?? { timer: null, stamp: "", outlook: null };
    this.#kept.set(key, kept);
    if (kept.timer !== null) clearTimeout(kept.timer);
    kept.timer = setTimeout(() => {
      kept.timer = null;
      void this.#look(document, kept);
    }, pause);
  }

  async #look(document: TextDocument, kept: Kept): Promise<void> {
    const stamp = await this.#stampOf(document);
    if (stamp === kept.stamp || document.isClosed) return;
    kept.stamp = stamp;
    try {
      const outlook = await lookAt(document, this.#registry, this.#engine);
      // Somebody typed on, and a later look is under way.
      if (kept.stamp !== stamp || document.isClosed) return;
      kept.outlook = outlook;
    } catch (error) {
      if (kept.stamp === stamp) kept.outlook = null;
      this.#log(`No outlook on ${document.uri}: ${error instanceof Error ? error.message : error}`);
    }
    this.#changed.fire(document);
  }

  async #stampOf(document: TextDocument): Promise<string> {
    const { text, validation } = namedFiles(document.uri, contentOf(document));
    const settings = workspace.getConfiguration("lstm", text ?? document.uri);
    return [document.version, await stampOf(text), await stampOf(validation), JSON.stringify(settings)].join("\n");
  }

  #forget(document: TextDocument): void {
    const kept = this.#kept.get(document.uri.toString());
    if (!kept) return;
    if (kept.timer !== null) clearTimeout(kept.timer);
    this.#kept.delete(document.uri.toString());
    this.#changed.fire(document);
  }
}
