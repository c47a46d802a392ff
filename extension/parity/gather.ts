import { FileType, Uri, workspace } from "vscode";
import type { ModelToCheck } from "../../engine/parity/checks/result.ts";
import { type FilesBeside, filesBeside } from "../../engine/parity/modelFile.ts";
import { decodeText } from "../../engine/text/decode.ts";
import type { Room } from "../room/room.ts";

const ending = ".lstm-parity.json";

/** A case before it is run; `problem` instead of its text where it cannot be read. */
export interface CaseFile {
  /** What the report calls it. */
  readonly label: string;
  readonly uri: Uri;
  readonly text: string;
  /** Those that lie beside it and that it needs. */
  readonly files: FilesBeside;
  readonly problem: string | null;
}

/** The cases that come with the extension. */
export async function bundledCases(extension: Uri): Promise<CaseFile[]> {
  const folder = Uri.joinPath(extension, "media", "parity");
  const entries = await workspace.fs.readDirectory(folder);
  const names = entries.filter(([name, type]) => type !== FileType.Directory && name.endsWith(ending)).map(([name]) => name);
  return Promise.all(names.sort().map((name) => read(Uri.joinPath(folder, name), name.slice(0, -ending.length))));
}

/** Every case of the workspace, wherever its folders are; what is in an editor counts as it stands there. */
export async function workspaceCases(): Promise<CaseFile[]> {
  const uris = await workspace.findFiles(`**/*${ending}`, "**/node_modules/**");
  const cases = await Promise.all(uris.map((uri) => read(uri, workspace.asRelativePath(uri))));
  return cases.sort((a, b) => (a.label < b.label ? -1 : 1));
}

async function read(uri: Uri, label: string): Promise<CaseFile> {
  try {
    const text = await textOf(uri);
    return { label, uri, text, files: await filesBeside(text, (name) => fileBeside(uri, name)), problem: null };
  } catch (error) {
    return { label, uri, text: "", files: new Map(), problem: error instanceof Error ? error.message : String(error) };
  }
}

async function fileBeside(uri: Uri, name: string): Promise<Uint8Array | undefined> {
  try {
    return await workspace.fs.readFile(Uri.joinPath(uri, "..", name));
  } catch {
    return undefined;
  }
}

async function textOf(uri: Uri): Promise<string> {
  const unsaved = workspace.textDocuments.find((document) => document.isDirty && document.uri.toString() === uri.toString());
  return unsaved ? unsaved.getText() : decodeText(await workspace.fs.readFile(uri));
}

/** The model of the run in view and the text that it was trained on; null where there is none. @throws what reading the text throws */
export async function currentModel({ runs, store }: Room): Promise<ModelToCheck | null> {
  const run = runs.current;
  if (!run) return null;
  const entry = run.isAlive ? null : await store.find(run.uri);
  const file = run.isAlive ? await run.save() : entry && (await store.loadModel(run.uri, entry));
  return file ? { title: run.fileName, file, text: await textOf(run.uri) } : null;
}
