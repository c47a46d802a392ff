import { Uri, workspace } from "vscode";
import { isRecord } from "../../engine/layers/networkSpec.ts";

export const recipeEnding = ".lstm.json";

/** One that can be edited and trained, not an earlier version of one. */
export const isRecipe = (uri: Uri): boolean => uri.path.endsWith(recipeEnding) && uri.scheme !== "git";

/** The other files that a recipe names; null where it names none. */
export interface NamedFiles {
  readonly text: Uri | null;
  readonly validation: Uri | null;
}

/** Found by their paths from the recipe's folder. What is no path its check tells. */
export function namedFiles(recipe: Uri, content: unknown): NamedFiles {
  const found = (path: string | null) => (path === null ? null : besideRecipe(recipe, path));
  return { text: found(pathAt(content, "text", "file")), validation: found(pathAt(content, "training", "validation", "file")) };
}

function pathAt(recipe: unknown, ...keys: readonly string[]): string | null {
  let value = recipe;
  for (const key of keys) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : null;
  return typeof value === "string" && value !== "" ? value : null;
}

/** A path that a recipe names, seen from the recipe's folder. */
function besideRecipe(recipe: Uri, path: string): Uri {
  const saved = recipe.scheme === "untitled" ? recipe.with({ scheme: schemeOfWorkspace() }) : recipe;
  if (saved.scheme === "file" && /^([a-z]:)?[\\/]/iu.test(path)) return Uri.file(path);
  return path.startsWith("/") ? saved.with({ path }) : Uri.joinPath(saved, "..", path);
}

/** A file's path as a recipe in a folder names it: from there where both are the workspace's, else the whole path. */
export function pathFrom(folder: Uri, file: Uri): string {
  const [from, to] = [folder, file].map(({ path }) => path.split("/").filter(Boolean)) as [string[], string[]];
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  if (!workspace.getWorkspaceFolder(file)) return file.scheme === "file" ? file.fsPath : file.path;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}

/** Where a document without a file would be saved. */
const schemeOfWorkspace = (): string => workspace.workspaceFolders?.[0]?.uri.scheme ?? "file";
