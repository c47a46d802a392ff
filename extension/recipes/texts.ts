import { type Uri, workspace } from "vscode";
import { EngineError, type Place } from "../../engine/errors/errors.ts";
import { toProblem } from "../person/problem.ts";

export const textPlace: Place = ["text", "file"];
export const validationPlace: Place = ["training", "validation", "file"];

/** What reading one of them throws, with the place where the recipe names it. @throws EngineError, or what was no problem of the file */
export async function readNamedFile<T>(place: Place, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof EngineError) throw error.at(place);
    const { message, advice } = toProblem(error);
    throw new EngineError("badConfiguration", message, advice, place);
  }
}

/** What a file's content depends on: an open document's version, or when the file was written. */
export async function stampOf(uri: Uri | null): Promise<string> {
  if (uri === null) return "";
  const open = workspace.textDocuments.find((document) => document.isDirty && document.uri.toString() === uri.toString());
  if (open) return `${uri} ${open.version}`;
  return workspace.fs.stat(uri).then(
    ({ mtime, size }) => `${uri} ${mtime} ${size}`,
    () => `${uri} missing`,
  );
}
