import { EngineError } from "../errors/errors.ts";
import { checkOptions } from "../registry/fillUp.ts";
import type { Checked, Schema } from "../registry/options.ts";

/**
 * Options as users write them: those of the schema are checked and filled up; arrays, states, functions and the like are checked where they
 * are read. Whatever is neither is refused.
 * @param elsewhere names of those that are checked elsewhere.
 * @throws EngineError `badConfiguration`
 */
export function checkGiven<S extends Schema>(schema: S, elsewhere: readonly string[], given: object, owner: string): Checked<S> {
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (elsewhere.includes(name)) continue;
    if (value !== undefined && !Object.hasOwn(schema, name))
      throw unknownError(owner, name, [...elsewhere, ...Object.keys(schema)]);
    own[name] = value;
  }
  return checkOptions(schema, own, owner);
}

const unknownError = (owner: string, name: string, known: readonly string[]): EngineError =>
  new EngineError(
    "badConfiguration",
    `${owner}: "${name}" is not among its options: ${known.join(", ")}.`,
    "Write one of these, or leave it out.",
  );
