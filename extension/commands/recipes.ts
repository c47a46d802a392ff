import { type QuickPickItem, type Uri, workspace } from "vscode";
import type { Preset } from "../../engine/presets/preset.ts";
import { presets } from "../../engine/presets/presets.ts";
import { Problem } from "../person/problem.ts";
import type { Room } from "../room/room.ts";
import type { Run } from "../run/run.ts";
import { fileNameOf } from "../source/fileName.ts";
import { isRecipe, recipeEnding } from "../source/recipeFile.ts";
import { targetOf } from "./target.ts";
import { requireTrust, train, trainByFile, trainOn } from "./train.ts";

/** "Train This Recipe": the file that it is called on, or the one in the editor. */
export async function trainRecipe(room: Room, given: unknown): Promise<Run | null> {
  requireTrust(room);
  const recipe = targetOf(given, room);
  if (recipe && isRecipe(recipe)) return trainByFile(room, recipe, null);
  throw new Problem("There is no recipe in the editor.", 'Open a NAME.lstm.json, or write one with "LSTM: New Recipe".');
}

/** "Train with Recipe…": a text, by what is picked from a list. Null where the person thought better of it. */
export async function trainWithRecipe(room: Room, given: unknown): Promise<Run | null> {
  requireTrust(room);
  const { surroundings } = room;
  const target = targetOf(given, room);
  const text = target && !isRecipe(target) ? target : await surroundings.pickFile();
  if (!text) return null;
  const items = [
    {
      label: "By the settings",
      detail: "What the settings leave open is chosen to suit the text.",
      train: () => train(room, text),
    },
    ...(await recipesHere()).map((recipe) => ({
      label: workspace.asRelativePath(recipe),
      detail: "A recipe of this workspace.",
      train: () => trainByFile(room, recipe, text),
    })),
    ...presets.map((preset) => ({
      ...itemOf(preset),
      train: () => trainOn(room, text, { recipe: preset.recipe, recipeUri: null }),
    })),
  ];
  const picked = await surroundings.pick(items, `Train ${fileNameOf(text)} by…`);
  return picked ? picked.train() : null;
}

/** A line of a list to choose from. */
export const itemOf = ({ name, title, summary, source }: Preset): QuickPickItem => ({
  label: title,
  description: name,
  detail: `${summary} ${source}.`,
});

async function recipesHere(): Promise<Uri[]> {
  const found = await workspace.findFiles(`**/*${recipeEnding}`, "**/node_modules/**", 200);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
