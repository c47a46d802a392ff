import { characterPresets } from "./characters.ts";
import type { Preset } from "./preset.ts";
import { storyPresets } from "./story.ts";
import { taskPresets } from "./tasks.ts";

/** All that are brought along, the articles' first. */
export const presets: readonly Preset[] = [...storyPresets, ...characterPresets, ...taskPresets];

/** Null where none is called so. */
export const presetNamed = (name: string): Preset | null => presets.find((preset) => preset.name === name) ?? null;
