import {
  Disposable,
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Report } from "./report.ts";

export const reportScheme = "lstm-parity";
const place = Uri.from({ scheme: reportScheme, path: "LSTM Parity Checks" });

/** The last report, as a document that can be read, searched and copied, and not written. */
export class ReportDocument implements TextDocumentContentProvider, Disposable {
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registered: Disposable;
  #report: Report = { text: "There was no check yet.", links: [] };
  #targets: ReadonlyMap<string, Uri> = new Map();

  constructor() {
    this.#registered = Disposable.from(
      workspace.registerTextDocumentContentProvider(reportScheme, this),
      languages.registerDocumentLinkProvider({ scheme: reportScheme }, { provideDocumentLinks: () => this.#links() }),
    );
  }

  provideTextDocumentContent(): string {
    return this.#report.text;
  }

  /** @param targets where the labels of files lead to */
  async show(report: Report, targets: ReadonlyMap<string, Uri>): Promise<void> {
    this.#report = report;
    this.#targets = targets;
    this.#changed.fire(place);
    const document = await workspace.openTextDocument(place);
    await holds(document, report.text);
    await window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
  }

  #links(): DocumentLink[] {
    return this.#report.links.flatMap(({ line, start, end, file }) => {
      const target = this.#targets.get(file);
      return target ? [new DocumentLink(new Range(line, start, line, end), target)] : [];
    });
  }
}

/** A document that was open already takes the new text over a moment later; a second is more than it needs. */
function holds(document: TextDocument, text: string): Promise<void> {
  if (document.getText() === text) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(done, 1000);
    const listening = workspace.onDidChangeTextDocument(
      (event) => event.document === document && document.getText() === text && done(),
    );
  });
}
