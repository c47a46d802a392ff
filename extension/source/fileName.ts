import type { Uri } from "vscode";

/** The last part of the path, as an editor's tab shows it. */
export function fileNameOf(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1) || uri.path;
}
