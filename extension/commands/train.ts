import { type Uri, workspace } from "vscode";
import { Problem } from "../person/problem.ts";
import type { Room } from "../room/room.ts";
import type { Run } from "../run/run.ts";
import { readSettings, type Settings } from "../settings/settings.ts";
import { fileNameOf } from "../source/fileName.ts";
import { readText } from "../source/readText.ts";
import { targetOf } from "./target.ts";

/** Makes the command offer a file to choose, whatever is open. */
export const choose = "choose";

/** Trains a new network on a file. Null where the person thought better of it. @throws Problem or EngineError, to be told */
export async function train(room: Room, given: unknown): Promise<Run | null> {
  requireTrust(room);
  const target = given === choose ? null : targetOf(given, room);
  const uri = target ?? (await room.surroundings.pickFile());
  if (!uri) return null;
  const settings = settingsFor(uri);
  if (!(await mayReplace(room, uri))) return null;
  const text = await readText(uri, settings.maxFileSize, room.surroundings);
  if (text === null) return null;
  const { chosen, threads } = settings;
  const run = await room.runs.start({ uri, text, recipe: {}, chosen, threads, from: null });
  room.lab.show({ focus: false });
  return run;
}

/** @throws EngineError `badConfiguration` */
export function settingsFor(uri: Uri): Settings {
  const settings = workspace.getConfiguration("lstm", uri);
  return readSettings((name) => settings.get(name));
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
export async function mayReplace({ runs, lab, surroundings }: Room, uri: Uri): Promise<boolean> {
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
