import { type Field, isRecord, type JsonSchema, type NamedField, type NamedOption } from "./schema.ts";
import { initial, namedIn, setAt, stepInto } from "./values.ts";

/** Where one thing of a kind holds others of its kind: as its whole body, as a list, as a property. Null where it holds none. */
interface Hold {
  /** From the option's body on. */
  readonly pointer: string;
  readonly many: boolean;
}

/** How an option of a recursive choice, such as of networks, may hold what it wraps; what must be there first. */
function holdsOf(kind: JsonSchema, option: NamedOption): readonly Hold[] {
  return option.body === null ? [] : holdsIn(kind, option.body(), "");
}

function holdsIn(kind: JsonSchema, field: Field, pointer: string): readonly Hold[] {
  if (field.kind === "named") return field.source === kind ? [{ pointer, many: false }] : [];
  if (field.kind === "list") return field.item().source === kind ? [{ pointer, many: true }] : [];
  if (field.kind === "alternatives") return field.alternatives.flatMap((each) => holdsIn(kind, each, pointer));
  if (field.kind !== "group") return [];
  const entries = field.entries.toSorted((one, other) => Number(other.required) - Number(one.required));
  return entries.flatMap(({ name, field: inner }) => holdsIn(kind, inner(), stepInto(pointer, name)));
}

/** What can be put around a value of this field. */
export const wrappersOf = (field: NamedField): readonly NamedOption[] =>
  field.options.filter((option) => holdsOf(field.source, option).length > 0);

/** The value within a wrapper. */
export function wrapped(field: NamedField, option: NamedOption, value: unknown): unknown {
  const [hold] = holdsOf(field.source, option);
  const held = hold!.many ? [value] : value;
  if (hold!.pointer === "") return { [option.name]: held };
  const body = option.body!();
  const group = body.kind === "alternatives" ? (body.alternatives.find(({ kind }) => kind === "group") ?? body) : body;
  return { [option.name]: setAt(initial(group), hold!.pointer, held) };
}

/** What a wrapper holds first, to stand in its place; undefined where it holds nothing. */
export function unwrapped(field: NamedField, value: unknown): unknown {
  const named = namedIn(field, value);
  if (named === null) return undefined;
  for (const { pointer, many } of holdsOf(field.source, named.option)) {
    const found = valueAt(named.body, pointer);
    const held = many && Array.isArray(found) ? found[0] : found;
    if (namedIn(field, held) !== null) return held;
  }
  return undefined;
}

function valueAt(value: unknown, pointer: string): unknown {
  const [, ...steps] = pointer.split("/");
  return steps.reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), value);
}
