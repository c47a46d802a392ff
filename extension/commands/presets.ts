import { ViewColumn, window } from "vscode";
import type { Preset } from "../../engine/presets/preset.ts";
import { presetNamed, presets } from "../../engine/presets/presets.ts";
import { Problem } from "../person/problem.ts";
import type { Room } from "../room/room.ts";
import type { Run } from "../run/run.ts";
import { placeText } from "../source/broughtText.ts";
import { readText } from "../source/readText.ts";
import { mayReplace, requireTrust, settingsFor } from "./train.ts";

/**
 * Trains a preset on the text that it brings, which is opened beside the lab.
 * @param given a preset's name; chosen from a list where there is none
 * @throws Problem or EngineError, to be told
 */
export async function trainPreset(room: Room, given: unknown): Promise<Run | null> {
  requireTrust(room);
  const preset = typeof given === "string" ? named(given) : await chosen(room);
  if (preset === null) return null;
  const uri = await placeText(preset, room);
  if (!(await mayReplace(room, uri))) return null;
  const { maxFileSize, threads } = settingsFor(uri);
  const text = await readText(uri, maxFileSize, room.surroundings);
  if (text === null) return null;
  await window.showTextDocument(uri, { viewColumn: ViewColumn.One, preview: false });
  // Its numbers are those of the recipe, whatever the settings say.
  const run = await room.runs.start({ uri, text, recipe: preset.recipe, chosen: {}, threads, from: null });
  room.lab.show({ focus: false });
  return run;
}

function named(name: string): Preset {
  const preset = presetNamed(name);
  if (preset !== null) return preset;
  throw new Problem(`There is no preset "${name}".`, `There are ${presets.map((each) => each.name).join(", ")}.`);
}

async function chosen({ surroundings }: Room): Promise<Preset | null> {
  const choices = presets.map(({ name, title, summary, source }) => ({
    value: name,
    label: title,
    description: source,
    detail: summary,
  }));
  const name = await surroundings.pick("Train a preset", choices);
  return name === undefined ? null : presetNamed(name);
}
