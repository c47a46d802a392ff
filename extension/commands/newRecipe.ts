import { env, Uri, window, workspace } from "vscode";
import { presets } from "../../engine/presets/presets.ts";
import { concise } from "../../engine/recipe/concise.ts";
import { recipeVersion } from "../../engine/recipe/options.ts";
import type { WholeRecipe } from "../../engine/recipe/recipe.ts";
import type { Room } from "../room/room.ts";
import type { Run } from "../run/run.ts";
import { placeText } from "../source/broughtText.ts";
import { fileNameOf } from "../source/fileName.ts";
import { isRecipe, pathFrom, recipeEnding } from "../source/recipeFile.ts";
import { itemOf } from "./recipes.ts";
import { exists } from "./sample.ts";
import { targetOf } from "./target.ts";

/** What a new recipe is made of. */
interface Draft {
  /** Of its file, without the ending. */
  readonly name: string;
  readonly recipe: Readonly<Record<string, unknown>>;
  /** What it is to be trained on; null where that is not known yet. */
  readonly text: Uri | null;
}

/** "New Recipe": from the run in view, a preset, or the least that there is; opened beside its text, to be saved by the person. */
export async function newRecipe(room: Room, given: unknown): Promise<void> {
  const items = draftsFor(room, given);
  const picked = await room.surroundings.pick(items, "A new recipe, made from…");
  if (picked) await open(await picked.draft());
}

/** "Copy as Recipe": with the same text it gives the same numbers. */
export async function copyRecipe({ description, fileName }: Run): Promise<void> {
  if (description === null) return;
  await env.clipboard.writeText(written(naming(description.recipe, description.recipe.text.file ?? fileName)));
  window.setStatusBarMessage(`The recipe of ${fileName} is in the clipboard.`, 5000);
}

function draftsFor(room: Room, given: unknown) {
  const { runs } = room;
  const target = targetOf(given, room);
  const text = target && !isRecipe(target) ? target : (runs.current?.uri ?? null);
  const least = { version: recipeVersion, network: { lstm: { hiddenSize: 64 } }, training: { steps: 5000 } };
  const run = runs.current;
  return [
    ...(run?.description ? [fromRun(run, run.description.recipe)] : []),
    {
      label: "The least that there is",
      detail: "One LSTM; everything else is left to the text, and can be said.",
      draft: async (): Promise<Draft> => ({ name: nameFrom(text), recipe: least, text }),
    },
    ...presets.map((preset) => ({
      ...itemOf(preset),
      draft: async (): Promise<Draft> => ({
        name: preset.name,
        recipe: preset.recipe,
        text: await placeText(preset, room),
      }),
    })),
  ];
}

const fromRun = ({ uri, fileName }: Run, recipe: WholeRecipe) => ({
  label: "The run in view",
  description: fileName,
  detail: "With the same text it gives the same numbers.",
  draft: async (): Promise<Draft> => ({ name: nameFrom(uri), recipe: concise(recipe), text: uri }),
});

const nameFrom = (text: Uri | null): string => (text === null ? "network" : fileNameOf(text).replace(/(?<=.)\.[^.]*$/u, ""));

async function open({ name, recipe, text }: Draft): Promise<void> {
  const folder = await folderFor(text);
  if (folder === null) {
    const content = written(text === null ? recipe : naming(recipe, text.fsPath));
    await window.showTextDocument(await workspace.openTextDocument({ language: "json", content }));
    return;
  }
  const uri = await freeName(folder, name);
  const document = await workspace.openTextDocument(uri.with({ scheme: "untitled" }));
  const editor = await window.showTextDocument(document);
  const content = written(text === null ? recipe : naming(recipe, pathFrom(folder, text)));
  await editor.edit((edit) => edit.insert(document.positionAt(0), content));
}

/** The text's own where it can be written to, else the workspace's; null where there is none of the disk's. */
async function folderFor(text: Uri | null): Promise<Uri | null> {
  const own = text && workspace.getWorkspaceFolder(text) ? Uri.joinPath(text, "..") : null;
  const folder = own ?? workspace.workspaceFolders?.[0]?.uri ?? null;
  return folder?.scheme === "file" ? folder : null;
}

async function freeName(folder: Uri, name: string): Promise<Uri> {
  for (let number = 1; ; number++) {
    const uri = Uri.joinPath(folder, `${name}${number === 1 ? "" : `-${number}`}${recipeEnding}`);
    const isOpen = workspace.textDocuments.some((document) => document.uri.path === uri.path);
    if (!isOpen && !(await exists(uri))) return uri;
  }
}

/** With the text's path in it, first of what it says of the text. */
function naming(recipe: Readonly<Record<string, unknown>> | WholeRecipe, file: string): object {
  const { version, text, ...rest } = recipe as Readonly<Record<string, unknown>>;
  return { version: version ?? recipeVersion, text: { ...(text as object | undefined), file }, ...rest };
}

const written = (recipe: object): string => `${JSON.stringify(recipe, null, 2)}\n`;
