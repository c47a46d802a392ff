import { Disposable, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { pageHtml, webviewOptions } from "./html.ts";
import { ViewLink, type ViewRoom } from "./viewLink.ts";

const viewType = "lstm.lab";

/** The LSTM Lab: one panel, that comes back when the window is reloaded. */
export class Lab implements Disposable {
  readonly #extension: Uri;
  readonly #room: ViewRoom;
  readonly #registrations: Disposable;
  #panel: WebviewPanel | null = null;

  constructor(extension: Uri, room: ViewRoom) {
    this.#extension = extension;
    this.#room = room;
    this.#registrations = Disposable.from(
      window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: async (panel) => this.#take(panel) }),
      room.runs.onDidChange(() => this.#retitle()),
    );
  }

  get isActive(): boolean {
    return this.#panel?.active ?? false;
  }

  /** Beside the text, so that both are in view; `focus` where the person asked for the lab itself. */
  show({ focus }: { focus: boolean }): void {
    if (this.#panel) {
      // Never in front of the text that it is about.
      const hidesText = this.#panel.viewColumn === window.activeTextEditor?.viewColumn;
      this.#panel.reveal(hidesText ? ViewColumn.Beside : undefined, !focus);
      return;
    }
    const where = { viewColumn: ViewColumn.Beside, preserveFocus: !focus };
    this.#take(window.createWebviewPanel(viewType, "LSTM Lab", where, webviewOptions(this.#extension)));
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  #take(panel: WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    panel.webview.options = webviewOptions(this.#extension);
    panel.iconPath = Uri.joinPath(this.#extension, "media", "lab.svg");
    const link = new ViewLink(panel.webview, panel.visible, this.#room);
    panel.onDidChangeViewState(() => link.setVisible(panel.visible));
    panel.onDidDispose(() => {
      link.dispose();
      if (this.#panel === panel) this.#panel = null;
    });
    panel.webview.html = pageHtml(panel.webview, this.#extension, "lab", "LSTM Lab");
    this.#retitle();
  }

  #retitle(): void {
    const run = this.#room.runs.current;
    if (this.#panel) this.#panel.title = run ? `LSTM Lab · ${run.fileName}` : "LSTM Lab";
  }
}
