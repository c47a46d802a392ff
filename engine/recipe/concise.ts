import { isRecord } from "../layers/networkSpec.ts";
import type { Option, Schema } from "../registry/options.ts";
import { recipeOptions } from "./options.ts";
import type { Recipe } from "./recipe.ts";

/** A recipe without what goes without saying, as a person would write it; its check fills the same up again. */
export const concise = (recipe: Recipe): Readonly<Record<string, unknown>> => ({
  version: recipe.version,
  ...saidIn(recipeOptions, recipe),
});

function saidIn(options: Schema, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, option]) => {
      const said = saidOf(option, given[name]);
      return said === undefined ? [] : [[name, said]];
    }),
  );
}

/** Undefined for what goes without saying. */
function saidOf(option: Option, value: unknown): unknown {
  if (value === undefined || value === null || value === option.fallback) return undefined;
  if (option.type === "list" && Array.isArray(value) && value.length === 0) return undefined;
  if (option.type !== "group" || !isRecord(value)) return value;
  const within = saidIn(option.options, value);
  return Object.keys(within).length === 0 && option.fallback === undefined ? undefined : within;
}
