import { globSync, rmSync } from "node:fs";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { readModelFile, type SavedModel } from "../../engine/formats/modelFile.ts";
import { decodeText } from "../../engine/text/decode.ts";

/** A file that cannot be read or written: exit status 2. */
export class FileError extends Error {
  override readonly name = "FileError";
}

export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    // A copy in a buffer of its own: small files come out of node's pool.
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new FileError(`${path} cannot be read: ${reasonOf(error)}.`);
  }
}

/** For every command that reads a text. */
export const encodingOption = {
  value: "NAME",
  help: "of the text, by a name such as windows-1252 or shift_jis; by its byte order mark, or utf-8, where left out",
} as const;

/** @param encoding as {@link encodingOption} gives it @throws FileError; EngineError where it is no text */
export const readText = async (path: string, encoding: string | null = null): Promise<string> =>
  decodeText(await readBytes(path), encoding);

/** @throws FileError; EngineError `badModelFile` */
export const readModel = async (path: string): Promise<SavedModel> => readModelFile((await readBytes(path)).buffer);

/** Renamed into place when it is whole, so that a file that was there is never half written. */
export async function writeWhole(path: string, bytes: ArrayBuffer): Promise<void> {
  const temporary = temporaryOf(path);
  const clean = () => rmSync(temporary, { force: true });
  process.once("exit", clean);
  try {
    await writeFile(temporary, new Uint8Array(bytes));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new FileError(`${path} cannot be written: ${reasonOf(error)}.`);
  } finally {
    process.off("exit", clean);
  }
}

/** Where a file is written before it takes its place. */
export const temporaryOf = (path: string): string => `${path}.${process.pid}.tmp`;

/** `stories/fable.txt` becomes `fable.lstm`, in the current folder. */
export const modelNameOf = (path: string): string => `${basename(path, extname(path))}.lstm`;

export const caseEnding = ".lstm-parity.json";

/** Files as they are named, all cases below a folder, and what a pattern with `*` or `?` matches. @throws FileError where there is nothing */
export async function expand(words: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const word of words) files.push(...(await expandOne(word)));
  return [...new Set(files)];
}

async function expandOne(word: string): Promise<string[]> {
  const kind = await stat(word).catch(() => null);
  if (kind?.isDirectory()) return orNothing(await casesBelow(word), `There is no *${caseEnding} in ${word}.`);
  if (kind !== null) return [word];
  if (/[*?[]/.test(word)) return orNothing(globSync(word).sort(), `No file matches ${word}.`);
  throw new FileError(`${word} cannot be read: there is no such file or folder.`);
}

async function casesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true });
  const cases = found.filter((path) => path.endsWith(caseEnding) && !path.includes("node_modules"));
  return cases.sort().map((path) => join(folder, path));
}

function orNothing(files: string[], message: string): string[] {
  if (files.length === 0) throw new FileError(message);
  return files;
}

export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "there is no such file or folder";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  if (code === "EROFS") return "the disk is read-only";
  if (code === "ENOSPC") return "the disk is full";
  return error instanceof Error ? error.message : String(error);
}
