import { recipeSchema } from "../../engine/recipe/jsonSchema.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { presetOf, presetOption } from "./brought.ts";
import { type Command, json } from "./command.ts";
import { readModel } from "./files.ts";
import { type Given, optionalWord, UsageError } from "./usage.ts";

export const recipe: Command = {
  words: "[MODEL] [options]",
  summary: "Prints the recipe of a saved model or of a preset",
  details: [
    "It is what --recipe takes, and what stands in a NAME.lstm.json. A saved model's recipe is whole: with the same text it gives the same",
    "numbers. With --schema it is the JSON schema of all recipes. With --json it stands on one line.",
  ].join("\n"),
  options: {
    preset: presetOption,
    schema: { value: null, help: "what a recipe can say, as a JSON schema" },
    json,
  },
  async run(given, terminal) {
    terminal.print(`${JSON.stringify(await recipeOf(given), null, given.flag("json") ? 0 : 2)}\n`);
    return 0;
  },
};

async function recipeOf(given: Given): Promise<unknown> {
  const file = optionalWord(given);
  const preset = presetOf(given);
  const asked = [file !== null, preset !== null, given.flag("schema")].filter(Boolean).length;
  if (asked !== 1) throw new UsageError("One of these is needed: a model's file, a preset's name with --preset, or --schema.");
  if (file !== null) return (await readModel(file)).recipe;
  return preset?.recipe ?? recipeSchema(createRegistry());
}
