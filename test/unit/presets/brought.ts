import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sample } from "../../../.scripts/paths.ts";
import type { Preset } from "../../../engine/presets/preset.ts";
import type { TrainRequest } from "../../../engine/runs/request.ts";

export const textOf = ({ text }: Preset): string => readFileSync(join(sample, text), "utf8");

type Part = Readonly<Record<string, unknown>>;

/** A preset's recipe with some of its training and sampling said anew. */
export function changed({ recipe }: Preset, { training = {}, sampling = {} }: { training?: Part; sampling?: Part }): Part {
  const part = (name: string): Part => (recipe[name] ?? {}) as Part;
  return { ...recipe, training: { ...part("training"), ...training }, sampling: { ...part("sampling"), ...sampling } };
}

export const orderOf = (preset: Preset, recipe: unknown = preset.recipe): TrainRequest => ({
  text: textOf(preset),
  recipe,
  chosen: {},
  model: null,
  paused: false,
  interrupt: null,
  threads: 1,
  reportEvery: 0,
});
