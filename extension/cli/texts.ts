import { globSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { EngineError } from "../../engine/errors/errors.ts";
import { FileError, modelNameOf, readText } from "./files.ts";

/** One text, of one file or of several. */
export interface NamedText {
  readonly text: string;
  /** For a sentence about it. */
  readonly told: string;
  /** What a model of it is called where nobody says. */
  readonly modelName: string;
}

export interface TextOptions {
  readonly encoding: string | null;
  /** What stands between two files; an empty line where null. */
  readonly boundary: string | null;
  /** Told of what is left out. */
  note(message: string): void;
}

/**
 * Files, folders and patterns as one text: in the order in which they are named, those of a folder or a pattern by their paths, each once.
 * @param words at least one
 * @throws FileError; EngineError for a named file that is no text
 */
export async function readTexts(words: readonly string[], options: TextOptions): Promise<NamedText> {
  const found: Found[] = [];
  for (const word of words) found.push(...(await filesOf(word)));
  const once = found.filter(({ path }, at) => found.findIndex((other) => resolve(other.path) === resolve(path)) === at);
  const parts: string[] = [];
  for (const file of once) parts.push(...(await textIn(file, options)));
  if (parts.length === 0) throw new FileError(`There is no text in ${words.join(", ")}.`);
  const [only] = words;
  const told = words.length === 1 && once.length === 1 ? once[0]!.path : `${words.join(" ")} (${parts.length} files)`;
  const isFolder = words.length === 1 && once.every(({ named }) => !named) && !isPattern(only!);
  return {
    text: parts.reduce((text, part) => text + between(text, options.boundary) + part),
    told,
    modelName: isFolder ? `${basename(resolve(only!))}.lstm` : modelNameOf(once[0]!.path),
  };
}

interface Found {
  readonly path: string;
  /** By its own name, and so meant to be a text. */
  readonly named: boolean;
}

const isPattern = (word: string): boolean => /[*?[]/u.test(word);

async function filesOf(word: string): Promise<Found[]> {
  const kind = await stat(word).catch(() => null);
  if (kind?.isDirectory()) return (await filesBelow(word)).map((path) => ({ path, named: false }));
  if (kind !== null || !isPattern(word)) return [{ path: word, named: true }];
  const matching = globSync(word).toSorted();
  if (matching.length === 0) throw new FileError(`No file matches ${word}.`);
  return (await Promise.all(matching.map(filesOf))).flat().map(({ path }) => ({ path, named: false }));
}

/** What this program writes itself, and what is hidden or fetched, nobody means. */
const notMeant = /(^|[\\/])(\.|node_modules[\\/])|\.lstm$|\.lstm(-parity)?\.json$/u;

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.filter((path) => !notMeant.test(relative(folder, path))).toSorted();
}

/** Nothing for what is no text and was not named by itself. */
async function textIn({ path, named }: Found, { encoding, note }: TextOptions): Promise<readonly string[]> {
  try {
    return [await readText(path, encoding)];
  } catch (error) {
    if (named || !(error instanceof EngineError)) throw error;
    note(`${path} is left out: ${error.message}`);
    return [];
  }
}

function between(text: string, boundary: string | null): string {
  if (boundary !== null) return boundary;
  return text.endsWith("\n") ? "\n" : "\n\n";
}
