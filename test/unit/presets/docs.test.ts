import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sample } from "../../../.scripts/paths.ts";
import { presets } from "../../../engine/presets/presets.ts";
import { checkRecipe } from "../../../engine/recipe/check.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { buildRun } from "../../../engine/runs/build.ts";

/** The recipes on docs/recipes.md are trained as they stand there. */

const page = readFileSync(join(import.meta.dirname, "../../../docs/recipes.md"), "utf8");
const recipes = [...page.matchAll(/^```json\n(?<json>.*?)^```$/gmsu)].map(({ groups }) => JSON.parse(groups!.json!));

test("the page has a recipe for every task", () => {
  const named = recipes.map(({ task }) => (typeof task === "string" ? task : Object.keys(task)[0]));
  expect(new Set(named)).toEqual(new Set(createRegistry().names("task")));
});

test.each(recipes.map((recipe) => [JSON.stringify(recipe.network), recipe]))("%s", (_, recipe) => {
  expect(checkRecipe(createRegistry(), recipe).problems).toEqual([]);
  const text = readFileSync(join(sample, recipe.text.file), "utf8");
  const { trainer } = buildRun({ text, recipe, chosen: {}, model: null, threads: 1 });
  for (let step = 1; step <= 3; step++) expect(trainer.step()!.loss).toBeGreaterThan(0);
});

test("the page lists every preset with its text", () => {
  const rows = [...page.matchAll(/^\| `(?<name>[a-z-]+)` \| `(?<text>[a-z.-]+)` \|/gmu)].map(({ groups }) => [
    groups!.name,
    groups!.text,
  ]);
  expect(rows).toEqual(presets.map(({ name, text }) => [name, text]));
});
