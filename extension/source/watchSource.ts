import { Disposable, RelativePattern, Uri, workspace } from "vscode";
import { fileNameOf } from "./fileName.ts";

/**
 * Tells once that a file was edited, and once that it was deleted, while a network is trained on the text as it was read.
 * Changes of the open document count as well as those of the file.
 */
export function watchSource(uri: Uri, tell: (sentence: string) => void): Disposable {
  const said = new Set<string>();
  const say = (what: "changed" | "deleted"): void => {
    if (said.has(what)) return;
    said.add(what);
    tell(`${fileNameOf(uri)} was ${what}. Training goes on with the text as it was read; the next training reads it again.`);
  };
  const known = mtimeOf(uri);
  // An event may come late, from before the text was read, and a file may be saved by deleting it first: the file itself tells.
  const look = async (): Promise<void> => {
    const now = await mtimeOf(uri);
    if ((await known) === null || now === (await known)) return;
    say(now === null ? "deleted" : "changed");
  };
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(uri, ".."), globOf(fileNameOf(uri))));
  return Disposable.from(
    watcher,
    watcher.onDidDelete(look),
    watcher.onDidChange(look),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.uri.toString() === uri.toString()) say("changed");
    }),
  );
}

/** Null where there is no such file. */
async function mtimeOf(uri: Uri): Promise<number | null> {
  try {
    return (await workspace.fs.stat(uri)).mtime;
  } catch {
    return null;
  }
}

/** A file's name as a glob that matches only itself. */
const globOf = (name: string): string => name.replace(/[[\]{}*?]/g, "[$&]");
