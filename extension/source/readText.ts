import { FileSystemError, FileType, type TextDocument, type Uri, workspace } from "vscode";
import { decodeText } from "../../engine/text/decode.ts";
import { formatBytes } from "../person/format.ts";
import { Problem } from "../person/problem.ts";
import type { Surroundings } from "../person/surroundings.ts";
import { askFrom, cutUtf8, describeCost, judgeSize } from "./cost.ts";
import { fileNameOf } from "./fileName.ts";

/** Who answers where a file is large: a person, or nobody. */
type Asking = Pick<Surroundings, "ask">;

/** Leaves large files alone. */
export const nobody: Asking = { ask: async () => undefined };

const trainAll = "Train on All of It";
const trainPart = `Use the First ${formatBytes(askFrom)}`;

/**
 * The text of a file as the person sees it: unsaved changes of an open editor count; otherwise what VS Code's file system reads,
 * wherever that is. Null where the person, told what it costs, thought better of it.
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
      return decodeText(await workspace.fs.readFile(uri));
    case "ask": {
      const choice = await askWhetherAll(fileNameOf(uri), size, surroundings);
      if (choice === undefined) return null;
      const bytes = await workspace.fs.readFile(uri);
      return decodeText(choice === trainPart ? cutUtf8(bytes, askFrom) : bytes);
    }
  }
}

/** A file's text for our own purposes, without a question; null where it is large. */
export async function readSmallText(uri: Uri): Promise<string | null> {
  const { size } = await workspace.fs.stat(uri);
  return size < askFrom ? decodeText(await workspace.fs.readFile(uri)) : null;
}

function textOf(document: TextDocument, maxFileSize: number): string {
  const text = document.getText();
  if (judgeSize(text.length, maxFileSize) === "refuse") throw tooLarge(fileNameOf(document.uri), text.length, maxFileSize);
  return text;
}

async function sizeOf(uri: Uri): Promise<number> {
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.Directory) === 0) return size;
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
