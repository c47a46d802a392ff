import { Selection, Uri, window } from "vscode";
import { EngineError } from "../../engine/errors/errors.ts";
import { isRecord } from "../../engine/layers/networkSpec.ts";
import { requireRecipe } from "../../engine/recipe/check.ts";
import { tellError } from "../../engine/recipe/told.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { Problem } from "../person/problem.ts";
import { rangeAt } from "../recipes/diagnostics.ts";
import { readRecipe } from "../recipes/recipeText.ts";
import type { Room } from "../room/room.ts";
import type { Run } from "../run/run.ts";
import { settingsFor } from "../settings/settingsFor.ts";
import { fileNameOf } from "../source/fileName.ts";
import { readText } from "../source/readText.ts";
import { isRecipe, namedFiles, pathFrom } from "../source/recipeFile.ts";
import { targetOf } from "./target.ts";

/** Makes the command offer a file to choose, whatever is open. */
export const choose = "choose";

const registry = createRegistry();

/** What a text is trained by: a recipe, of a file or not; empty for the settings alone. */
export interface TrainedBy {
  readonly recipe: unknown;
  readonly recipeUri: Uri | null;
}

const bySettings: TrainedBy = { recipe: {}, recipeUri: null };

/**
 * Trains a new network on a file, or what a recipe says on the text that it names. Null where the person thought better of it.
 * @throws Problem or EngineError, to be told
 */
export async function train(room: Room, given: unknown): Promise<Run | null> {
  requireTrust(room);
  const target = given === choose ? null : targetOf(given, room);
  const uri = target ?? (await room.surroundings.pickFile());
  if (!uri) return null;
  return isRecipe(uri) ? trainByFile(room, uri, null) : trainOn(room, uri, bySettings);
}

/** The same text by the same recipe as the run in view: of its file as it is now, where it has one. */
export async function trainAnew(room: Room): Promise<Run | null> {
  requireTrust(room);
  const run = room.runs.current;
  if (run === null) return train(room, undefined);
  const { uri, recipeUri, asked } = run;
  return recipeUri === null ? trainOn(room, uri, { recipe: asked, recipeUri }) : trainByFile(room, recipeUri, uri);
}

/** By what the form of the lab says, on the text of the run in view. @throws Problem or EngineError, to be told */
export async function trainForm(room: Room, recipe: unknown): Promise<Run | null> {
  requireTrust(room);
  const run = room.runs.current;
  if (run === null) return null;
  requireRecipe(registry, recipe);
  return trainOn(room, run.uri, { recipe: movedTo(run, recipe), recipeUri: null });
}

/** A recipe of no file names its files from its text's folder; the run's own recipe named them from its file's. */
function movedTo({ uri, recipeUri }: Run, recipe: unknown): unknown {
  const { validation } = namedFiles(recipeUri ?? uri, recipe);
  if (validation === null || recipeUri === null) return recipe;
  const whole = recipe as { readonly training: { readonly validation: object } };
  const file = pathFrom(Uri.joinPath(uri, ".."), validation);
  return { ...whole, training: { ...whole.training, validation: { ...whole.training.validation, file } } };
}

/** By a recipe's file, as it stands in its editor. @param text to be trained on; where null, the one that the recipe names, or one that is picked */
export async function trainByFile(room: Room, recipeUri: Uri, text: Uri | null): Promise<Run | null> {
  const recipe = await readRecipe(recipeUri);
  return showingPlace(recipeUri, async () => {
    requireRecipe(registry, recipe);
    const uri = text ?? namedFiles(recipeUri, recipe).text ?? (await room.surroundings.pickFile());
    return uri ? trainOn(room, uri, { recipe, recipeUri }) : null;
  });
}

/** On a text, by a recipe or by the settings alone. */
export async function trainOn(room: Room, uri: Uri, { recipe, recipeUri }: TrainedBy): Promise<Run | null> {
  const { chosen, threads, maxFileSize } = settingsFor(uri);
  // A recipe's numbers are its own, whatever the settings of whoever trains it say.
  const isPlain = recipeUri === null && isRecord(recipe) && Object.keys(recipe).length === 0;
  if (!(await mayReplace(room, uri))) return null;
  const text = await readText(uri, maxFileSize, room.surroundings);
  if (text === null) return null;
  const { validation: other } = namedFiles(recipeUri ?? uri, recipe);
  const validation = other && (await readText(other, maxFileSize, room.surroundings));
  const run = await room.runs.start({
    uri,
    text,
    validation,
    recipe,
    recipeUri,
    chosen: isPlain ? chosen : {},
    threads,
    from: null,
  });
  room.lab.show({ focus: false });
  return run;
}

/** Shows the place of what is wrong with a recipe in its editor. */
async function showingPlace<T>(recipe: Uri, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof EngineError) || error.place === null) throw error;
    const editor = await window.showTextDocument(recipe);
    const range = rangeAt(editor.document, error.place);
    editor.revealRange(range);
    editor.selection = new Selection(range.start, range.end);
    throw new Problem(`${fileNameOf(recipe)}: ${tellError(error)}`, error.advice);
  }
}

export function requireTrust({ surroundings }: Room): void {
  if (surroundings.isTrusted()) return;
  throw new Problem(
    "Training waits until this workspace is trusted, because its settings decide how much memory and time a run may take.",
    "Hovers and the lab show what was trained before.",
    ["manageTrust"],
  );
}

/** One run at a time: what is under way goes on unless the person stops it. */
async function mayReplace({ runs, lab, surroundings }: Room, uri: Uri): Promise<boolean> {
  const run = runs.current;
  if (!run?.isUnderWay) return true;
  const [stop, show] = ["Stop It and Train Anew", "Show It"];
  const isSame = run.uri.toString() === uri.toString();
  const choice = await surroundings.ask({
    level: "warning",
    message: `An LSTM is being trained on ${run.fileName}. Stop it and ${isSame ? "begin anew" : `train on ${fileNameOf(uri)}`}?`,
    detail: isSame
      ? "A new network will take the place of the one that is saved for this file."
      : "What it has learnt so far is saved; its training can be continued later.",
    modal: true,
    choices: [stop, show],
  });
  if (choice === show) lab.show({ focus: true });
  return choice === stop;
}
