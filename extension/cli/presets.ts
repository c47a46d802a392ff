import { presets as all } from "../../engine/presets/presets.ts";
import { type Command, json } from "./command.ts";
import { aligned } from "./table.ts";
import { UsageError } from "./usage.ts";

export const presets: Command = {
  words: "[--json]",
  summary: "Lists the presets: the articles' systems and others, each with a text",
  details: [
    "train --preset NAME trains one, recipe --preset NAME prints its recipe.",
    "With --json: a list of name, title, summary, source, text (its file's name) and recipe.",
  ].join("\n"),
  options: { json },
  async run(given, terminal) {
    if (given.words.length > 0) throw new UsageError(`"${given.words[0]}" is one word too many.`);
    terminal.print(given.flag("json") ? `${JSON.stringify(all)}\n` : `${listed()}\n`);
    return 0;
  },
};

const listed = (): string => aligned(all.map(({ name, summary, text }) => [name, text, summary]));
