import { EngineError } from "../errors/errors.ts";
import { isRecord } from "../layers/networkSpec.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Kind, PlaceOf, Products } from "../registry/entry.ts";

const builtIn = createRegistry();

/**
 * A built-in entry of the registry, with the options that somebody wrote for it.
 * @throws EngineError `badConfiguration` naming every option that is unknown, missing or out of its limits.
 */
export function asked<K extends Kind>(kind: K, name: string, options: unknown): Products[K] {
  if (!isRecord(options)) throw noOptions(kind, name, options);
  return builtIn.build(kind, name, options, null as PlaceOf<K>);
}

function noOptions(kind: Kind, name: string, given: unknown): EngineError {
  const options = Object.keys(builtIn.get(kind, name).options).join(", ");
  const found = given === null ? "null" : Array.isArray(given) ? "a list" : typeof given;
  return new EngineError(
    "badConfiguration",
    `${kind} "${name}": its options are ${found}, must be an object.`,
    `Give one with some of ${options}.`,
  );
}
