import { EngineError } from "../errors/errors.ts";
import { isRecord } from "../layers/networkSpec.ts";
import { type Kind, networkKinds } from "../registry/entry.ts";
import { fillUp, type Place, type Problem, pathOf, tellProblems } from "../registry/fillUp.ts";
import { readNamed } from "../registry/named.ts";
import type { Option, Schema } from "../registry/options.ts";
import type { Registry } from "../registry/registry.ts";
import { recipeOptions } from "./options.ts";
import type { Recipe } from "./recipe.ts";

/** Networks nest no deeper, and lists are no longer: what goes beyond was not written by a person. */
const deepest = 24;
const longest = 10_000;
const mostValues = 10_000_000;

export interface CheckedRecipe {
  /** Null where there are problems. */
  readonly recipe: Recipe | null;
  readonly problems: readonly Problem[];
}

/** Holds something, such as the content of a file, against all that a recipe can say; names within are held against their entries. */
export function checkRecipe(registry: Registry, given: unknown): CheckedRecipe {
  if (!isRecord(given))
    return {
      recipe: null,
      problems: [{ place: [], message: 'must be an object, such as { "network": { "lstm": { "hiddenSize": 20 } } }' }],
    };
  const tooLarge = sizeProblem(given);
  if (tooLarge !== null) return { recipe: null, problems: [tooLarge] };
  const problems: Problem[] = [];
  const recipe = fillUp(recipeOptions, given, [], problems);
  lookInto(registry, recipeOptions, given, [], problems);
  return { recipe: problems.length === 0 ? recipe : null, problems };
}

/** @throws EngineError `badConfiguration` with every problem, each with its place. */
export function requireRecipe(registry: Registry, given: unknown, owner = "The recipe"): Recipe {
  const { recipe, problems } = checkRecipe(registry, given);
  if (recipe !== null) return recipe;
  throw recipeError(problems, owner);
}

/** @param problems one at the least; the error's place is the first one's */
export const recipeError = (problems: readonly Problem[], owner = "The recipe"): EngineError =>
  new EngineError(
    "badConfiguration",
    `${owner}: ${tellProblems(problems, sentenceOf)}.`,
    "Change it and train again.",
    problems[0]!.place,
  );

/** `training.steps is 0, must be a whole number from 1 to 10000000` */
export const sentenceOf = ({ place, message }: Problem): string => `${pathOf(place) || "it"} ${message}`;

/** Everything that names an entry of the registry, with its options, and so on down. Wrong forms were noted before. */
function lookInto(
  registry: Registry,
  schema: Schema,
  given: Readonly<Record<string, unknown>>,
  place: Place,
  problems: Problem[],
): void {
  for (const [name, option] of Object.entries(schema))
    if (Object.hasOwn(given, name)) lookAt(registry, option, given[name], [...place, name], problems);
}

function lookAt(registry: Registry, option: Option, value: unknown, place: Place, problems: Problem[]): void {
  if (value === null || value === undefined) return;
  switch (option.type) {
    case "network":
      checkNamed(registry, networkKinds, value, place, problems);
      break;
    case "networks":
      if (Array.isArray(value))
        for (const [i, network] of value.entries()) checkNamed(registry, networkKinds, network, [...place, i], problems);
      break;
    case "entry":
      checkNamed(registry, [option.kind], value, place, problems, option.elsewhere);
      break;
    case "rate":
      if (typeof value === "object" && !Array.isArray(value)) checkNamed(registry, ["schedule"], value, place, problems);
      break;
    case "group":
      if (isRecord(value)) lookInto(registry, option.options, value, place, problems);
      break;
    case "list":
      if (Array.isArray(value))
        for (const [i, item] of value.entries()) lookAt(registry, option.item, item, [...place, i], problems);
      break;
    case "map":
      if (isRecord(value))
        for (const [key, item] of Object.entries(value)) lookAt(registry, option.item, item, [...place, key], problems);
      break;
    case "number":
    case "flag":
    case "choice":
    case "text":
      break;
    default:
      option satisfies never;
  }
}

/** @param elsewhere options that are said in another place, and refused here */
function checkNamed(
  registry: Registry,
  kinds: readonly Kind[],
  spec: unknown,
  place: Place,
  problems: Problem[],
  elsewhere: readonly string[] = [],
): void {
  const named = tryToRead(registry, kinds, spec, place, problems);
  if (named === null) return;
  const { entry, options, alone } = named;
  const schema = Object.fromEntries(Object.entries(entry.options).filter(([name]) => !elsewhere.includes(name)));
  const within: Place = typeof spec === "string" ? place : [...place, entry.name];
  const own: Problem[] = [];
  fillUp(schema, options, within, own);
  lookInto(registry, schema, options, within, own);
  // What stands alone has no key of its own in the text.
  const depth = within.length;
  for (const problem of own)
    problems.push(
      alone === null ? problem : { ...problem, place: problem.place.filter((key, i) => i !== depth || key !== alone) },
    );
}

function tryToRead(registry: Registry, kinds: readonly Kind[], spec: unknown, place: Place, problems: Problem[]) {
  try {
    return readNamed(registry, kinds, spec);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    problems.push({ place, message: `is no ${kinds.length > 1 ? "network" : kinds[0]}: ${error.message.replace(/\.$/u, "")}` });
    return null;
  }
}

/** What makes something too deep or too long to be read on. Without recursion: this is what keeps everything after it from going too deep. */
export function sizeProblem(given: unknown): Problem | null {
  const open: { readonly value: unknown; readonly place: Place }[] = [{ value: given, place: [] }];
  let values = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, place } = next;
    if (typeof value !== "object" || value === null) continue;
    if (place.length > 3 * deepest) return { place: place.slice(0, 6), message: `nests deeper than ${deepest} networks` };
    const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    if (entries.length > longest) return { place, message: `has ${entries.length} entries, at most ${longest} are read` };
    values += entries.length;
    if (values > mostValues) return { place: place.slice(0, 6), message: `has more than ${mostValues} values in all` };
    for (const [key, inner] of entries) if (typeof inner === "object") open.push({ value: inner, place: [...place, key] });
  }
  return null;
}
