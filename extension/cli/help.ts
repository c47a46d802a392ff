import type { Command } from "./command.ts";
import { aligned } from "./table.ts";

export function help(commands: Readonly<Record<string, Command>>): string {
  const rows = Object.entries(commands).map(([name, { words, summary }]) => [`  ${name} ${words}`, summary]);
  return [
    "Recurrent networks on the command line: the engine of Gatescope without VS Code.",
    "",
    "Usage: node dist/cli.js COMMAND …",
    "",
    aligned(rows),
    "",
    "Each command has a --help of its own. Exit status: 0, or 1 where something failed, or 2 where what was given cannot be used.",
    "",
  ].join("\n");
}

export function helpOf(name: string, { words, summary, details, options }: Command): string {
  const rows = Object.entries(options).map(([option, { value, help: text }]) => [
    `  --${option}${value === null ? "" : ` ${value}`}`,
    text,
  ]);
  return [`Usage: node dist/cli.js ${name} ${words}`, "", `${summary}. ${details}`, "", aligned(rows), ""].join("\n");
}
