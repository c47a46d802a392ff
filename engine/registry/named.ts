import { EngineError } from "../errors/errors.ts";
import { isNamed, isRecord } from "../layers/networkSpec.ts";
import type { Entry, EntryOf, Kind } from "./entry.ts";
import type { Registry } from "./registry.ts";

/** An entry with what is asked of it, not checked yet. */
export interface Named<K extends Kind = Kind> {
  readonly entry: EntryOf<K>;
  readonly options: Readonly<Record<string, unknown>>;
  /** The option that stood in place of all, or null. */
  readonly alone: string | null;
}

/**
 * Name and options of a specification: the name alone, or an object with that one key. An option that may stand alone, as a stack's layers
 * do, stands in place of all: `{ "stacked": […] }` is `{ "stacked": { "layers": […] } }`.
 *
 * @throws EngineError `badConfiguration` for something that is no specification, or an unknown name.
 */
export function readNamed<K extends Kind>(registry: Registry, kinds: readonly K[], spec: unknown): Named<K> {
  const [name, body] = nameAndBody(spec, kinds);
  const entry = registry.among(kinds, name);
  const alone = entry.alone !== undefined && standsAlone(entry.options, body) ? entry.alone : null;
  return { entry, options: alone === null ? optionsIn(entry, body) : { [alone]: body }, alone };
}

function nameAndBody(spec: unknown, kinds: readonly Kind[]): readonly [string, unknown] {
  if (typeof spec === "string") return [spec, {}];
  const entries = isRecord(spec) ? Object.entries(spec) : [];
  if (entries.length === 1) return entries[0] as [string, unknown];
  const found = isRecord(spec) ? `an object with ${entries.length} keys` : spec === null ? "null" : typeof spec;
  throw new EngineError(
    "badConfiguration",
    `${found} stands for a ${kinds.length > 1 ? "network" : kinds[0]}.`,
    'Write its name and its options, such as { "lstm": { "hiddenSize": 20 } }.',
  );
}

function optionsIn({ name }: Entry, body: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(body)) return body;
  throw new EngineError("badConfiguration", `The options of "${name}" are no object.`, `Write { "${name}": { … } }.`);
}

/** A list, a number, or an object with one key that is no option of the entry and so names something else. */
const standsAlone = (options: Entry["options"], body: unknown): boolean =>
  Array.isArray(body) ||
  typeof body === "string" ||
  typeof body === "number" ||
  (isRecord(body) && isNamed(body) && !Object.keys(options).includes(Object.keys(body)[0]!));
