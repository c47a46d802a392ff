import { Uri, workspace } from "vscode";
import { isRecord } from "../../engine/layers/networkSpec.ts";

export const recipeEnding = ".lstm.json";

export const isRecipe = (uri: Uri): boolean => uri.path.endsWith(recipeEnding);

/** The other files that a recipe names, by their paths from its folder; null where it names none. What is no path its check tells. */
export function filesIn(recipe: unknown): { readonly text: string | null; readonly validation: string | null } {
  return { text: pathAt(recipe, "text", "file"), validation: pathAt(recipe, "training", "validation", "file") };
}

function pathAt(recipe: unknown, ...keys: readonly string[]): string | null {
  let value = recipe;
  for (const key of keys) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : null;
  return typeof value === "string" && value !== "" ? value : null;
}

/** A path that a recipe names, seen from the recipe's folder. */
export function besideRecipe(recipe: Uri, path: string): Uri {
  const saved = recipe.scheme === "untitled" ? recipe.with({ scheme: schemeOfWorkspace() }) : recipe;
  if (saved.scheme === "file" && /^([a-z]:)?[\\/]/iu.test(path)) return Uri.file(path);
  return path.startsWith("/") ? saved.with({ path }) : Uri.joinPath(saved, "..", path);
}

/** A file's path as a recipe in a folder names it: from there where it lies in or near it, else the whole path. */
export function pathFrom(folder: Uri, file: Uri): string {
  const [from, to] = [folder, file].map(({ path }) => path.split("/").filter(Boolean)) as [string[], string[]];
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  const up = from.length - shared;
  if (shared === 0 && up > 0) return file.scheme === "file" ? file.fsPath : file.path;
  return [...Array.from({ length: up }, () => ".."), ...to.slice(shared)].join("/");
}

/** Where a document without a file would be saved. */
const schemeOfWorkspace = (): string => workspace.workspaceFolders?.[0]?.uri.scheme ?? "file";
