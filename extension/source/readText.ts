import { FileSystemError, FileType, type TextDocument, type Uri, workspace } from "vscode";
import { formatBytes } from "../../engine/words/numbers.ts";
import { Problem } from "../person/problem.ts";
import type { Surroundings } from "../person/surroundings.ts";
import { askFrom, describeCost, judgeSize } from "./cost.ts";
import { decodeAsShown, type EditorDecoding } from "./decodeAsShown.ts";
import { fileNameOf } from "./fileName.ts";

/** Who answers where a file is large: a person, or nobody. */
type Asking = Pick<Surroundings, "ask">;

/** Leaves large files alone. */
export const nobody: Asking = { ask: async () => undefined };

const trainAll = "Train on All of It";
const trainPart = `Use the First ${formatBytes(askFrom)}`;

/**
 * The text of a file as the person sees it: unsaved changes of an open editor count; otherwise what VS Code's file system reads,
 * wherever that is, in the encoding in which VS Code shows it. Null where the person, told what it costs, thought better of it.
 *
 * @param maxFileSize MB (10⁶ bytes)
 * @throws Problem where it cannot be read or is too large; EngineError where it is no text.
 */
export async function readText(uri: Uri, maxFileSize: number, surroundings: Asking): Promise<string | null> {
  const unsaved = workspace.textDocuments.find((document) => isSame(document, uri) && (document.isDirty || document.isUntitled));
  if (unsaved) return textOf(unsaved, maxFileSize);
  const size = await sizeOf(uri);
  switch (judgeSize(size, maxFileSize)) {
    case "refuse":
      throw tooLarge(fileNameOf(uri), size, maxFileSize);
    case "read":
      return decodeAsShown(await workspace.fs.readFile(uri), decodingOf(uri));
    case "ask": {
      const choice = await askWhetherAll(fileNameOf(uri), size, surroundings);
      if (choice === undefined) return null;
      const bytes = await workspace.fs.readFile(uri);
      return decodeAsShown(bytes, decodingOf(uri), choice === trainPart ? askFrom : bytes.length);
    }
  }
}

/** A file's text for our own purposes, without a question; null where it is large. */
export async function readSmallText(uri: Uri): Promise<string | null> {
  const { size } = await workspace.fs.stat(uri);
  return size < askFrom ? decodeAsShown(await workspace.fs.readFile(uri), decodingOf(uri)) : null;
}

/** "Reopen with Encoding" is known while the document is open; a closed one is decoded as the settings say. */
function decodingOf(uri: Uri): EditorDecoding {
  const open = workspace.textDocuments.find((document) => isSame(document, uri));
  const files = workspace.getConfiguration("files", uri);
  const name = open?.encoding ?? files.get<string>("encoding", "utf8");
  const options = open ? { encoding: name } : { uri };
  return {
    name,
    guesses: files.get<boolean>("autoGuessEncoding", false),
    decode: "decode" in workspace ? (bytes) => decodeByEditor(bytes, options) : null,
  };
}

const decodeByEditor = (bytes: Uint8Array, options: { encoding: string } | { uri: Uri }): Thenable<string> =>
  "uri" in options ? workspace.decode(bytes, options) : workspace.decode(bytes, options);

function textOf(document: TextDocument, maxFileSize: number): string {
  const text = document.getText();
  if (judgeSize(text.length, maxFileSize) === "refuse") throw tooLarge(fileNameOf(document.uri), text.length, maxFileSize);
  return text;
}

async function sizeOf(uri: Uri): Promise<number> {
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.File) !== 0) return size;
    // A device has no size and may have no end.
    if ((type & FileType.Directory) === 0) throw new Error("it is no file.");
  } catch (error) {
    throw cannotRead(uri, error);
  }
  throw new Problem(`${fileNameOf(uri)} is a folder.`, "Choose a text file in it.", ["chooseFile"]);
}

function cannotRead(uri: Uri, error: unknown): Problem {
  const missing = error instanceof FileSystemError && error.code === "FileNotFound";
  if (missing) return new Problem(`There is no file ${fileNameOf(uri)} any more.`, "Choose another text.", ["chooseFile"]);
  const reason = error instanceof Error ? error.message : String(error);
  return new Problem(`${fileNameOf(uri)} cannot be read: ${reason}`, "Choose another text.", ["chooseFile"]);
}

function tooLarge(name: string, size: number, maxFileSize: number): Problem {
  return new Problem(
    `${name} has ${formatBytes(size)}, more than the ${formatBytes(maxFileSize * 1e6)} that lstm.maxFileSize allows.`,
    `${describeCost(size)} Train on a part of it, or raise the setting.`,
    ["openSettings", "chooseFile"],
  );
}

function askWhetherAll(name: string, size: number, surroundings: Asking): Promise<string | undefined> {
  const message = `${name} has ${formatBytes(size)}. Train on all of it?`;
  return surroundings.ask({
    level: "warning",
    message,
    detail: describeCost(size),
    modal: true,
    choices: [trainAll, trainPart],
  });
}

const isSame = (document: TextDocument, uri: Uri): boolean => document.uri.toString() === uri.toString();
