import { presetOf, presetOption } from "./brought.ts";
import { type Command, json } from "./command.ts";
import { readModel } from "./files.ts";
import { type Given, optionalWord, UsageError } from "./usage.ts";

export const recipe: Command = {
  words: "[MODEL] [options]",
  summary: "Prints the recipe of a saved model or of a preset",
  details: [
    "It is what --recipe takes, and what stands in a NAME.lstm.json. A saved model's recipe is whole: with the same text it gives the same",
    "numbers. With --json it stands on one line.",
  ].join("\n"),
  options: { preset: presetOption, json },
  async run(given, terminal) {
    terminal.print(`${JSON.stringify(await recipeOf(given), null, given.flag("json") ? 0 : 2)}\n`);
    return 0;
  },
};

async function recipeOf(given: Given): Promise<unknown> {
  const file = optionalWord(given);
  const preset = presetOf(given);
  if ((file === null) === (preset === null)) throw new UsageError("A model's file, or a preset's name with --preset, is needed.");
  return file === null ? preset!.recipe : (await readModel(file)).recipe;
}
