import { ViewColumn, window } from "vscode";
import type { Preset } from "../../engine/presets/preset.ts";
import { presetNamed, presets } from "../../engine/presets/presets.ts";
import { Problem } from "../person/problem.ts";
import type { Room } from "../room/room.ts";
import type { Run } from "../run/run.ts";
import { placeText } from "../source/broughtText.ts";
import { itemOf } from "./recipes.ts";
import { requireTrust, trainOn } from "./train.ts";

/**
 * Trains a preset on the text that it brings: a file of its own, opened beside the lab, so that each preset has its own model.
 * @param given a preset's name; chosen from a list where there is none
 * @throws Problem or EngineError, to be told
 */
export async function trainPreset(room: Room, given: unknown): Promise<Run | null> {
  requireTrust(room);
  const preset = typeof given === "string" ? named(given) : await chosen(room);
  if (preset === null) return null;
  const uri = await placeText(preset, room);
  await window.showTextDocument(uri, { viewColumn: ViewColumn.One, preview: false });
  return trainOn(room, uri, { recipe: preset.recipe, recipeUri: null });
}

function named(name: string): Preset {
  const preset = presetNamed(name);
  if (preset !== null) return preset;
  throw new Problem(`There is no preset "${name}".`, `There are ${presets.map((each) => each.name).join(", ")}.`);
}

async function chosen({ surroundings }: Room): Promise<Preset | null> {
  const items = presets.map((preset) => ({ ...itemOf(preset), preset }));
  const picked = await surroundings.pick(items, "Train a preset on the text that it brings");
  return picked?.preset ?? null;
}
