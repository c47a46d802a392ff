import { join } from "node:path";
import type { Preset } from "../../engine/presets/preset.ts";
import { presetNamed, presets } from "../../engine/presets/presets.ts";
import { type Given, UsageError } from "./usage.ts";

/** The texts that come with the program lie beside the folder of what is built. */
const texts = join(__dirname, "..", "media", "sample");

export const presetOption = { value: "NAME", help: 'the recipe of a preset; "presets" lists them' } as const;

/** Null where none is asked for. @throws UsageError where there is none of that name */
export function presetOf(given: Given): Preset | null {
  const name = given.text("preset");
  if (name === null) return null;
  const preset = presetNamed(name);
  if (preset !== null) return preset;
  throw new UsageError(`${given.typed("preset")} is "${name}", must be one of ${presets.map((each) => each.name).join(", ")}.`);
}

/** Path of the text that a preset brings. */
export const textPathOf = ({ text }: Preset): string => join(texts, text);
