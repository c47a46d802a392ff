import { EngineError, type Place } from "../errors/errors.ts";
import { isNamed } from "../layers/networkSpec.ts";
import type { Checked, NumberOption, Option, Schema } from "./options.ts";

/** Something that is not as it must be, and where: the keys and places from the outermost on. */
export interface Problem {
  readonly place: Place;
  /** Such as `is 0, must be a whole number from 1 on`, to follow the name of the place. */
  readonly message: string;
}

export type { Place };

/**
 * Fills up what is left out and notes what is wrong: unknown, missing, or out of its limits. What names an entry of the registry has the
 * form of a name here; what is within it, its own check sees (`readNamed`, and for a whole recipe `recipe/check.ts`).
 */
export function fillUp<S extends Schema>(
  schema: S,
  given: Readonly<Record<string, unknown>>,
  place: Place,
  problems: Problem[],
): Checked<S> {
  const checked: Record<string, unknown> = {};
  for (const name of Object.keys(given))
    if (given[name] !== undefined && !Object.hasOwn(schema, name))
      problems.push({ place: [...place, name], message: unknownAmong(Object.keys(schema)) });
  for (const [name, option] of Object.entries(schema))
    checked[name] = fillOne(option, Object.hasOwn(given, name) ? given[name] : undefined, [...place, name], problems);
  return checked as Checked<S>;
}

const unknownAmong = (names: readonly string[]): string => `is not among its options: ${names.join(", ") || "it has none"}`;

function fillOne(option: Option, given: unknown, place: Place, problems: Problem[]): unknown {
  const isEmptyGroup = option.type === "group" && option.fallback === undefined;
  const value = given ?? option.fallback ?? (isEmptyGroup ? {} : option.fallback);
  if (value === null) return null;
  const problem = problemOf(option, value);
  if (problem !== null) {
    problems.push({
      place,
      message: value === undefined ? `is missing, must be ${problem}` : `is ${told(value)}, must be ${problem}`,
    });
    return value;
  }
  switch (option.type) {
    case "group":
      return fillUp(option.options, value as Readonly<Record<string, unknown>>, place, problems);
    case "list":
      return (value as unknown[]).map((item, i) => fillOne(option.item, item, [...place, i], problems));
    case "map":
      return Object.fromEntries(
        Object.entries(value as object).map(([name, item]) => [name, fillOne(option.item, item, [...place, name], problems)]),
      );
    default:
      return value;
  }
}

/**
 * @param owner who has the options, such as `lstm of forward/0/`: the error begins with it.
 * @throws EngineError `badConfiguration` naming every option that is unknown, missing or out of its limits.
 */
export function checkOptions<S extends Schema>(schema: S, given: Readonly<Record<string, unknown>>, owner: string): Checked<S> {
  const problems: Problem[] = [];
  const checked = fillUp(schema, given, [], problems);
  if (problems.length === 0) return checked;
  throw new EngineError(
    "badConfiguration",
    `${owner}: ${tellProblems(problems, ({ place, message }) => `${placeText(place, message)} ${message}`)}.`,
    "Change it and build again.",
    problems[0]!.place,
  );
}

/** As many as a person reads at once. */
const toldProblems = 8;

/** The first ones, and how many more there are. */
export function tellProblems(problems: readonly Problem[], sentenceOf: (problem: Problem) => string): string {
  const more = problems.length - toldProblems;
  const first = problems.slice(0, toldProblems).map(sentenceOf);
  return [...first, ...(more > 0 ? [`and ${more.toLocaleString("en")} more`] : [])].join("; ");
}

/** Unknown names are quoted: they are the person's own. */
const placeText = (place: Place, message: string): string =>
  message.startsWith("is not among") ? `"${pathOf(place)}"` : pathOf(place);

/** `training.optimizer.adam.beta1`, `network.stacked[1]`. */
export const pathOf = (place: Place): string =>
  place.map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? key : `.${key}`)).join("");

/** What the value had to be; null if it is that, as far as one can see from outside. */
function problemOf(option: Option, value: unknown): string | null {
  switch (option.type) {
    case "number":
      return isWithin(option, value) ? null : limitsOf(option);
    case "flag":
      return typeof value === "boolean" ? null : "true or false";
    case "choice":
      return option.choices.includes(value as string) ? null : `one of ${option.choices.join(", ")}`;
    case "text":
      return typeof value === "string" ? null : "a text";
    case "rate":
      return isRate(value) ? null : "a number from 0 on, a list of such numbers, a schedule, or a function of the step";
    case "network":
      return isNamed(value) ? null : "a network";
    case "networks":
      return Array.isArray(value) && value.length > 0 && value.every(isNamed) ? null : "a list of at least one network";
    case "entry":
      return isNamed(value) ? null : `the name of a ${option.kind}, or an object with that one key`;
    case "group":
    case "map":
      return typeof value === "object" && value !== null && !Array.isArray(value) ? null : "an object";
    case "list":
      return Array.isArray(value) ? null : "a list";
    default:
      return option satisfies never;
  }
}

const isRate = (value: unknown): boolean =>
  typeof value === "function" || isOneRate(value) || isListOfRates(value) || isSchedule(value);

const isOneRate = (value: unknown): boolean => Number.isFinite(value) && (value as number) >= 0;
const isListOfRates = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isOneRate);

/** A schedule as data: it is built where the registry is. */
const isSchedule = (value: unknown): boolean => typeof value === "object" && isNamed(value);

const isWithin = ({ minimum, maximum, exclusive, integer }: NumberOption, value: unknown): boolean =>
  typeof value === "number" &&
  value >= minimum &&
  (exclusive ? value < maximum : value <= maximum) &&
  (!integer || Number.isInteger(value));

export function limitsOf({ minimum, maximum, exclusive, integer }: NumberOption): string {
  const kind = integer ? "a whole number" : "a number";
  if (exclusive) return `${kind} from ${minimum} to below ${maximum}`;
  if (minimum === Number.MIN_VALUE && maximum >= Number.MAX_SAFE_INTEGER) return `${kind} above 0`;
  if (maximum >= Number.MAX_SAFE_INTEGER) return minimum === -maximum ? kind : `${kind} from ${minimum} on`;
  return `${kind} from ${minimum} to ${maximum}`;
}

function told(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" ? "an object" : String(value);
}
