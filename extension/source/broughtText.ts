import { Uri, workspace } from "vscode";
import type { Preset } from "../../engine/presets/preset.ts";

/** Where things of the extension are, and where it may put some. */
export interface Places {
  readonly extension: Uri;
  /** For files of no workspace. */
  readonly storage: Uri;
}

/** Names that are tried before one is given up. */
const most = 1000;

/**
 * The text that a preset brings, as a file that can be opened and hovered over: `story.txt` for the preset `story`, in the first folder of the
 * workspace, or in the extension's own where none is open. What a person has made of an earlier copy stays as it is: the next one is
 * `story-2.txt`.
 */
export async function placeText(preset: Preset, { extension, storage }: Places): Promise<Uri> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extension, "media", "sample", preset.text));
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.joinPath(storage, "presets");
  const ending = preset.text.slice(preset.text.lastIndexOf("."));
  for (let number = 1; number <= most; number++) {
    const uri = Uri.joinPath(folder, `${preset.name}${number === 1 ? "" : `-${number}`}${ending}`);
    const there = await contentOf(uri);
    if (there !== null && !isSame(there, bytes)) continue;
    if (there === null) await workspace.fs.writeFile(uri, bytes);
    return uri;
  }
  throw new Error(`There is no free name for the text of ${preset.name} in ${folder.fsPath}.`);
}

/** Null where there is no such file. */
const contentOf = (uri: Uri): Promise<Uint8Array | null> => Promise.resolve(workspace.fs.readFile(uri)).catch(() => null);

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);
