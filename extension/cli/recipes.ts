import { isRecord } from "../../engine/layers/networkSpec.ts";
import { FileError, readText } from "./files.ts";
import { UsageError } from "./usage.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A recipe's file. What it says is checked where it is used. @throws FileError */
export async function readRecipe(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FileError(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * A recipe with single values set by their places, such as `training.steps=500` or `network.stacked[0].lstm.hiddenSize=20`. A value is read as
 * JSON, and as a text where it is none.
 * @throws UsageError for a place that cannot be
 */
export function withSet(recipe: unknown, assignments: readonly string[]): unknown {
  return assignments.reduce<unknown>((changed, assignment) => {
    const at = assignment.indexOf("=");
    const place = placeOf(assignment.slice(0, Math.max(at, 0)));
    if (at < 1 || place.length === 0)
      throw new UsageError(`--set is "${assignment}", must be a place and a value, such as training.steps=500.`);
    return replaced(changed, place, jsonOf(assignment.slice(at + 1)));
  }, recipe);
}

function placeOf(text: string): readonly (string | number)[] {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/gu)].map(([, index, name]) => (index === undefined ? name! : Number(index)));
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function replaced(within: unknown, [key, ...rest]: readonly (string | number)[], value: Json): unknown {
  if (key === undefined) return value;
  if (typeof key === "number") {
    if (!Array.isArray(within) || key >= within.length) throw new UsageError(`--set: there is no entry [${key}] in the recipe.`);
    return within.map((item, i) => (i === key ? replaced(item, rest, value) : item));
  }
  if (within !== undefined && within !== null && !isRecord(within))
    throw new UsageError(`--set: "${key}" cannot be set within ${JSON.stringify(within)}.`);
  return Object.fromEntries([
    ...Object.entries(within ?? {}).filter(([name]) => name !== key),
    [key, replaced(isRecord(within) && Object.hasOwn(within, key) ? within[key] : undefined, rest, value)],
  ]);
}
