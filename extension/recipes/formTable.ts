import { recipeOptions } from "../../engine/recipe/options.ts";
import type { Entry, Kind } from "../../engine/registry/entry.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import type { FormEntry, RecipeForm } from "../../webview/protocol.ts";

/** What recipes name, in the order of a form. */
const kinds = ["tokenizer", "task", "cell", "optimizer", "schedule", "loss", "initializer"] as const satisfies Kind[];

/** The one table of recipes and the registry's entries as plain data: a page builds its fields from it. */
export function formTable(registry: Registry): RecipeForm {
  const entries = kinds.flatMap((kind) => registry.names(kind).map((name) => toldOf(registry.get(kind, name))));
  return { options: recipeOptions, entries };
}

const toldOf = ({ kind, name, summary, options, alone }: Entry): FormEntry => ({
  kind,
  name,
  summary,
  options,
  alone: alone ?? null,
});
