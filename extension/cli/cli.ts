import { EngineError, type EngineErrorCode } from "../../engine/errors/errors.ts";
import { tellError } from "../../engine/recipe/told.ts";
import type { Command } from "./command.ts";
import { FileError } from "./files.ts";
import { help, helpOf } from "./help.ts";
import { parity } from "./parity.ts";
import { presets } from "./presets.ts";
import { recipe } from "./recipe.ts";
import { sample } from "./sample.ts";
import type { Terminal } from "./terminal.ts";
import { tokens } from "./tokens.ts";
import { trace } from "./trace.ts";
import { train } from "./train.ts";
import { beforeDashes, readArguments, UsageError } from "./usage.ts";

const commands: Readonly<Record<string, Command>> = { train, sample, presets, recipe, tokens, parity, trace };

/** Statuses at which the process ends; 129, 130 and 143 besides, where a signal has ended it. */
const failed = 1;
const unusable = 2;

/** The engine without VS Code. Never throws: what goes wrong is told in a sentence. @returns the exit status */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === "--help" || name === "-h" || name === "help") return showHelp(name, terminal);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(`There is no command "${name}"; there are ${Object.keys(commands).join(", ")}.`);
    if (["--help", "-h"].some((word) => beforeDashes(rest).includes(word))) {
      terminal.print(helpOf(name, command));
      return 0;
    }
    return await command.run(readArguments(rest, command.options), terminal);
  } catch (error) {
    terminal.note(sentenceOf(error));
    if (error instanceof UsageError)
      terminal.note(`See: cli.js ${name !== undefined && name in commands ? `${name} ` : ""}--help`);
    return statusOf(error);
  }
}

function showHelp(asked: string | undefined, terminal: Terminal): number {
  if (asked !== undefined) terminal.print(help(commands));
  else terminal.note(help(commands));
  return asked !== undefined ? 0 : unusable;
}

function sentenceOf(error: unknown): string {
  if (error instanceof EngineError && error.code !== "internal") return `${tellError(error)} ${error.advice}`.trim();
  if (error instanceof UsageError || error instanceof FileError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function statusOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof FileError) return unusable;
  return error instanceof EngineError && isUnusable(error.code) ? unusable : failed;
}

/** Whether the cause lies in what was given, and not in what became of it. */
function isUnusable(code: EngineErrorCode): boolean {
  switch (code) {
    case "emptyText":
    case "tooFewTokens":
    case "badSeries":
    case "tooFewRows":
    case "binaryText":
    case "invalidUtf8":
    case "tooManyTokens":
    case "badConfiguration":
    case "unknownTokens":
    case "badModelFile":
      return true;
    case "outOfMemory":
    case "diverged":
    case "notTraining":
    case "alreadyTraining":
    case "workerDied":
    case "internal":
      return false;
    default:
      return code satisfies never;
  }
}
