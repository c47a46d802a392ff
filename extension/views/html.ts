import { randomBytes } from "node:crypto";
import { Uri, type Webview, type WebviewOptions } from "vscode";

export type PageName = "lab" | "inspector";

export function webviewOptions(extension: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [Uri.joinPath(extension, "dist"), Uri.joinPath(extension, "media")] };
}

/** A page that runs our one script and loads our one style sheet, and nothing else. */
export function pageHtml(webview: Webview, extension: Uri, page: PageName, title: string): string {
  const nonce = randomBytes(18).toString("base64url");
  const bundle = (kind: "js" | "css") =>
    webview.asWebviewUri(Uri.joinPath(extension, "dist", "webview", `${page}.${kind}`)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // The toolkit adds style elements of its own, with the nonce that it finds in the page.
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta property="csp-nonce" content="${nonce}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${bundle("css")}">
  <title>${title}</title>
</head>
<body>
  <div id="root"></div>
  <script nonce="${nonce}" src="${bundle("js")}"></script>
</body>
</html>`;
}
