import { parseArgs } from "node:util";

/** Something was asked for that cannot be: exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** An option of a command; `value` is what stands for its value in the help, and null for a switch. */
export interface OptionInfo {
  readonly value: string | null;
  readonly help: string;
  /** Whether it may stand several times. */
  readonly many?: boolean;
}

export type OptionTable = Readonly<Record<string, OptionInfo>>;

/** What stood on the command line. */
export interface Given {
  readonly words: readonly string[];
  text(option: string): string | null;
  /** Of an option that may stand several times. */
  texts(option: string): readonly string[];
  /** @throws UsageError if it is no number */
  number(option: string): number | null;
  flag(option: string): boolean;
}

/**
 * Names of options may be written as in the settings, `--hiddenSize`, or with hyphens, `--hidden-size`.
 * @throws UsageError for an unknown option or a missing value
 */
export function readArguments(args: readonly string[], table: OptionTable): Given {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { value, many = false }]) => [
      name,
      { type: value === null ? ("boolean" as const) : ("string" as const), multiple: many },
    ]),
  );
  const { values, positionals } = parse(args.map(inCamelCase), options);
  const text = (option: string): string | null => (typeof values[option] === "string" ? values[option] : null);
  return {
    words: positionals,
    text,
    texts: (option) => (Array.isArray(values[option]) ? (values[option] as string[]) : []),
    number(option) {
      const given = text(option);
      return given === null ? null : numberOf(option, given);
    },
    flag: (option) => values[option] === true,
  };
}

function parse(args: string[], options: Record<string, { type: "boolean" | "string"; multiple: boolean }>) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    // Its advice about positional arguments helps nobody here.
    if (error instanceof TypeError) throw new UsageError(error.message.split(". ")[0]!.split("\n")[0]!.replace(/\.?$/, "."));
    throw error;
  }
}

function inCamelCase(word: string): string {
  if (!word.startsWith("--")) return word;
  const [name = "", ...rest] = word.split("=");
  const camel = `--${name.slice(2).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
  return [camel, ...rest].join("=");
}

function numberOf(option: string, given: string): number {
  const number = given.trim() === "" ? Number.NaN : Number(given);
  if (Number.isFinite(number)) return number;
  throw new UsageError(`--${option} is "${given}", must be a number.`);
}

/** @param what such as `a model file` */
export function oneWord({ words }: Given, what: string): string {
  const [word, more] = words;
  if (word === undefined) throw new UsageError(`${what} is missing.`);
  if (more !== undefined) throw new UsageError(`"${more}" is one word too many.`);
  return word;
}
