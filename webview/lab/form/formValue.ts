import type { Place } from "../../../engine/errors/errors.ts";
import { isNamed, isRecord, type NamedSpec } from "../../../engine/layers/networkSpec.ts";

/** What stands at a place of a recipe; undefined where nothing does. A name alone has no options. */
export function valueAt(value: unknown, place: Place): unknown {
  let found = value;
  for (const key of place) found = isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

/** The same with another value at a place: a name that gets options becomes an object, undefined takes the place away. */
export function withValue(value: unknown, [key, ...rest]: Place, inner: unknown): unknown {
  if (key === undefined) return inner;
  const around = isRecord(value) ? value : value === key ? { [key]: {} } : {};
  const within = withValue(around[key], rest, inner);
  if (within !== undefined) return { ...around, [key]: within };
  return Object.fromEntries(Object.entries(around).filter(([name]) => name !== String(key)));
}

/** Name and options of a specification; null for what is none. `alone` is the option that may stand in place of all. */
export function namedIn(spec: unknown, alone: (name: string) => string | null) {
  if (typeof spec === "string") return { name: spec, options: {} };
  if (!isRecord(spec) || !isNamed(spec as NamedSpec)) return null;
  const [name, body] = Object.entries(spec)[0]!;
  if (isRecord(body)) return { name, options: body };
  const only = alone(name);
  return only === null ? null : { name, options: { [only]: body } };
}

/** What was typed where a number is asked for: undefined for nothing, the text itself where it is no number, for the check to refuse. */
export function typedNumber(text: string): number | string | undefined {
  const plain = text
    .trim()
    .replace("−", "-")
    .replace(/(?<=\d)[\s,_](?=\d{3}(\D|$))/gu, "");
  if (plain === "") return undefined;
  const number = Number(plain);
  return Number.isFinite(number) ? number : text.trim();
}

/** What was typed where JSON is asked for: undefined for nothing. @throws SyntaxError for what is no JSON */
export const typedJson = (text: string): unknown => (text.trim() === "" ? undefined : JSON.parse(text));

/** As it is typed: null for what is not said. */
export const jsonText = (value: unknown): string => (value === null || value === undefined ? "" : JSON.stringify(value));

/** A stack of equal cells. */
export interface PlainStack {
  readonly cell: string;
  readonly layers: number;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Null for a network that is more than a stack of equal cells: it is written as JSON. */
export function plainStackIn(network: unknown, isCell: (name: string) => boolean): PlainStack | null {
  const layers = layersIn(network);
  if (layers.length === 0 || new Set(layers.map(jsonText)).size > 1) return null;
  const named = namedIn(layers[0], () => null);
  return named !== null && isCell(named.name)
    ? { cell: named.name, layers: layers.length, options: named.options as PlainStack["options"] }
    : null;
}

export function stackedNetwork({ cell, layers, options }: PlainStack): unknown {
  const layer = { [cell]: options };
  return layers === 1 ? layer : { stacked: Array.from({ length: layers }, () => layer) };
}

function layersIn(network: unknown): readonly unknown[] {
  const named = namedIn(network, (name) => (name === "stacked" ? "layers" : null));
  if (named === null) return [];
  if (named.name !== "stacked") return [network];
  const { layers, ...others } = named.options as Readonly<Record<string, unknown>>;
  return Array.isArray(layers) && Object.keys(others).length === 0 ? layers : [];
}
