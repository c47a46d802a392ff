import { Uri } from "vscode";
import type { WholeRecipe } from "../../engine/recipe/recipe.ts";
import { hashText } from "../../engine/text/hash.ts";
import { normalizeText } from "../../engine/text/normalize.ts";
import { Problem } from "../person/problem.ts";
import { tell } from "../person/surroundings.ts";
import { readRecipe } from "../recipes/recipeText.ts";
import type { Room } from "../room/room.ts";
import type { Run } from "../run/run.ts";
import { settingsFor } from "../settings/settingsFor.ts";
import { fileNameOf } from "../source/fileName.ts";
import { readText } from "../source/readText.ts";
import { isRecipe, namedFiles } from "../source/recipeFile.ts";
import { type ModelPeek, peekModel } from "../storage/peekModel.ts";
import { targetOf } from "./target.ts";
import { requireTrust } from "./train.ts";

/** Goes on with a file's saved model, or with its paused run. Null where the person thought better of it. @throws Problem or EngineError, to be told */
export async function continueTraining(room: Room, given: unknown): Promise<Run | null> {
  requireTrust(room);
  const uri = await trainedTarget(room, given);
  const running = room.runs.current;
  if (running?.isUnderWay) return goOnWith(room, running, uri);
  // What a run learnt last may still be on its way to the storage.
  await room.runs.saveNow();
  const saved = await loadSaved(room, uri);
  const settings = settingsFor(uri);
  const text = await readText(uri, settings.maxFileSize, room.surroundings);
  if (text === null) return null;
  const planned = saved.record?.description?.recipe ?? null;
  const recipe = { training: { steps: stepsToGo(saved.peek, planned, settings.chosen.steps) } };
  const recipeUri = saved.record?.recipeUri ? Uri.parse(saved.record.recipeUri) : null;
  const { validation: other } = namedFiles(recipeUri ?? uri, planned);
  const validation = other && (await readText(other, settings.maxFileSize, room.surroundings));
  const { threads } = settings;
  const run = await room.runs.start({ uri, text, validation, recipe, recipeUri, chosen: {}, threads, from: saved });
  if (saved.peek && saved.peek.textHash !== hashText(normalizeText(text)))
    tell(
      room.surroundings,
      `${run.fileName} was changed since the model was saved. Training goes on with the new text, from its beginning.`,
    );
  room.lab.show({ focus: false });
  return run;
}

/** The file in question if it has a saved model or a run, else that of the last run. */
async function trainedTarget(room: Room, given: unknown): Promise<Uri> {
  const asked = targetOf(given, room);
  const target = asked && isRecipe(asked) ? namedFiles(asked, await readRecipe(asked)).text : asked;
  const current = room.runs.current?.uri;
  if (target && (room.runs.of(target) || (await room.store.find(target)))) return target;
  if (current && !given) return current;
  const name = target ? fileNameOf(target) : "this window";
  throw new Problem(`There is no saved model of ${name} to continue.`, 'Train one with "LSTM: Train LSTM on File".');
}

async function goOnWith(room: Room, running: Run, uri: Uri): Promise<Run> {
  if (running.uri.toString() !== uri.toString())
    throw new Problem(`An LSTM is being trained on ${running.fileName}.`, `Stop it before you continue with ${fileNameOf(uri)}.`);
  await running.resume();
  room.lab.show({ focus: false });
  return running;
}

async function loadSaved({ store }: Room, uri: Uri) {
  const entry = await store.find(uri);
  const model = entry && (await store.loadModel(uri, entry));
  if (!entry || !model)
    throw new Problem(`The saved model of ${fileNameOf(uri)} is gone.`, 'Train a new one with "LSTM: Train LSTM on File".');
  return { model, record: await store.loadRecord(uri, entry), peek: peekModel(model) };
}

/** To the end that was planned, where the run was stopped before it; else as many steps again as the settings say, or as it was to have. */
function stepsToGo(peek: ModelPeek | null, planned: WholeRecipe | null, more: unknown): number {
  const done = peek?.step ?? 0;
  const steps = planned?.training.steps ?? peek?.steps ?? done;
  return done < steps ? steps : done + (typeof more === "number" ? more : Math.max(1, steps));
}
