import { type Disposable, type Uri, type WebviewView, window } from "vscode";
import { pageHtml, webviewOptions } from "./html.ts";
import { ViewLink, type ViewRoom } from "./viewLink.ts";

export const inspectorViewId = "lstm.inspector";

/** The Gradient Inspector in the side bar. */
export function registerInspector(extension: Uri, room: ViewRoom): Disposable {
  return window.registerWebviewViewProvider(inspectorViewId, {
    resolveWebviewView(view: WebviewView) {
      view.webview.options = webviewOptions(extension);
      const link = new ViewLink(view.webview, view.visible, room);
      view.onDidChangeVisibility(() => link.setVisible(view.visible));
      view.onDidDispose(() => link.dispose());
      view.webview.html = pageHtml(view.webview, extension, "inspector", "Gradient Inspector");
    },
  });
}
