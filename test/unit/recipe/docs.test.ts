import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { planRun } from "../../../engine/runs/plan.ts";

it("the recipe of docs/recipes.md can be trained on the text that it names", () => {
  const [, json] = /```json\n(.*?)```/su.exec(readFileSync("docs/recipes.md", "utf8"))!;
  const recipe = JSON.parse(json!);
  const text = readFileSync(`media/sample/${recipe.text.file}`, "utf8");
  const { blueprint } = planRun({ text, recipe, chosen: {}, model: null, threads: 1 }, { registry: createRegistry() });
  expect(blueprint.node.children.map(({ kind }) => kind)).toEqual(["bidirectional", "lstm"]);
});
