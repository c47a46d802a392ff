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
  /** An option's name with its dashes, as it was typed, or else as the help has it: what messages call it. */
  typed(option: string): string;
}

interface Typed {
  readonly name: string;
  /** Empty for a switch. */
  readonly values: string[];
}

/**
 * Names of options may be written as in the settings, `--hiddenSize`, or with hyphens, `--hidden-size`; the value follows as the next word or
 * after `=`. After `--` everything is a word, dashes or not.
 * @throws UsageError for an unknown option or a missing value
 */
export function readArguments(args: readonly string[], table: OptionTable): Given {
  const { words, options } = parse(args, table);
  const text = (option: string): string | null => options.get(option)?.values.at(-1) ?? null;
  const typed = (option: string): string => options.get(option)?.name ?? `--${option}`;
  return {
    words,
    text,
    typed,
    texts: (option) => options.get(option)?.values ?? [],
    number(option) {
      const given = text(option);
      return given === null ? null : numberOf(typed(option), given);
    },
    flag: (option) => options.has(option),
  };
}

/** What stands before `--`: only there options are. */
export function beforeDashes(args: readonly string[]): readonly string[] {
  const at = args.indexOf("--");
  return at < 0 ? args : args.slice(0, at);
}

function parse(args: readonly string[], table: OptionTable) {
  const words: string[] = [];
  const options = new Map<string, Typed>();
  const before = beforeDashes(args);
  for (let at = 0; at < before.length; at++) {
    const word = before[at]!;
    if (!word.startsWith("-") || word === "-") {
      words.push(word);
      continue;
    }
    const { name, option, value, given } = optionIn(word, table);
    const already = options.get(option)?.values ?? [];
    options.set(option, { name, values: already });
    if (value === null && given !== null) throw new UsageError(`Option '${name}' takes no value.`);
    if (value === null) continue;
    already.push(given ?? following(before[++at], `${name} ${value}`));
  }
  return { words: [...words, ...args.slice(before.length + 1)], options };
}

function optionIn(word: string, table: OptionTable) {
  const [, name = word, given = null] = /^(--?[^=]*)(?:=(.*))?$/su.exec(word) ?? [];
  const option = inCamelCase(name.slice(2));
  const info = name.startsWith("--") && Object.hasOwn(table, option) ? table[option] : undefined;
  if (!info)
    throw new UsageError(`Unknown option '${name}'. A name that begins with a dash stands behind a word of its own, --.`);
  return { name, option, value: info.value, given };
}

/** A value may begin with one dash, as a negative number does; two are an option's. */
function following(word: string | undefined, option: string): string {
  if (word !== undefined && !word.startsWith("--")) return word;
  throw new UsageError(`Option '${option}' argument missing.`);
}

const inCamelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function numberOf(option: string, given: string): number {
  const number = given.trim() === "" ? Number.NaN : Number(given);
  if (Number.isFinite(number)) return number;
  throw new UsageError(`${option} is "${given}", must be a number.`);
}

/** @param what such as `a model file` */
export function oneWord(given: Given, what: string): string {
  const word = optionalWord(given);
  if (word === null) throw new UsageError(`${what} is missing.`);
  return word;
}

/** One word, or null where there is none. */
export function optionalWord({ words }: Given): string | null {
  const [word = null, more] = words;
  if (more !== undefined) throw new UsageError(`"${more}" is one word too many.`);
  return word;
}
