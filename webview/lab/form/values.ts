import { type Field, isRecord, type NamedField, type NamedOption, type NumberField } from "./schema.ts";

/** A JSON pointer's step into a value. */
export const stepInto = (pointer: string, name: string | number): string =>
  `${pointer}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;

const stepsOf = (pointer: string): string[] =>
  pointer === ""
    ? []
    : pointer
        .slice(1)
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

/** The value with another one at a pointer; objects on the way are made, undefined takes away. */
export function setAt(value: unknown, pointer: string, next: unknown): unknown {
  const [step, ...rest] = stepsOf(pointer);
  if (step === undefined) return next;
  const deeper = rest.map((each) => `/${each.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  if (Array.isArray(value)) {
    const items = value.map((item, k) => (String(k) === step ? setAt(item, deeper, next) : item));
    if (Number(step) >= value.length) items.push(setAt(undefined, deeper, next));
    return items.filter((_, k) => !(rest.length === 0 && next === undefined && String(k) === step));
  }
  const record = isRecord(value) ? value : {};
  if (rest.length === 0 && next === undefined)
    return Object.fromEntries(Object.entries(record).filter(([name]) => name !== step));
  return { ...record, [step]: setAt(Object.hasOwn(record, step) ? record[step] : undefined, deeper, next) };
}

/** Whether a value has the form that a field is for; its limits are another matter. */
export function suits(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case "number":
      return typeof value === "number";
    case "flag":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string";
    case "choice":
      return field.choices.some((choice) => choice.value === value);
    case "group":
      return isRecord(value) && Object.keys(value).every((name) => field.entries.some((entry) => entry.name === name));
    case "list":
      return Array.isArray(value);
    case "named":
      return namedIn(field, value) !== null;
    case "alternatives":
      return field.alternatives.some((each) => suits(each, value));
    case "raw":
      return true;
    default:
      return field satisfies never;
  }
}

export interface Named {
  readonly option: NamedOption;
  /** Undefined where the name stands alone. */
  readonly body: unknown;
}

export function namedIn({ options }: NamedField, value: unknown): Named | null {
  const names = isRecord(value) ? Object.keys(value) : [];
  const name = typeof value === "string" ? value : names.length === 1 ? names[0]! : null;
  const option = options.find((each) => each.name === name);
  return option === undefined ? null : { option, body: isRecord(value) ? value[option.name] : undefined };
}

/** Something to begin with: what must be said, as the schema usually has it. */
export function initial(field: Field): unknown {
  if (field.fallback !== undefined && field.fallback !== null) return field.fallback;
  switch (field.kind) {
    case "number":
      return initialNumber(field);
    case "flag":
      return false;
    case "text":
      return "";
    case "choice":
      return field.choices[0]?.value ?? "";
    case "group":
      return Object.fromEntries(
        field.entries.filter(({ required }) => required).map((entry) => [entry.name, initial(entry.field())]),
      );
    case "list":
      return Array.from({ length: field.least }, () => initial(field.item()));
    case "named":
      return initialNamed(field.options[0]!);
    case "alternatives":
      return initial(field.alternatives[0]!);
    case "raw":
      return null;
    default:
      return field satisfies never;
  }
}

/** A number of units is rather a few dozen than one. */
function initialNumber({ example, integer, minimum, maximum, above }: NumberField): number {
  if (example !== null) return example;
  const usual = integer && minimum === 1 ? 32 : Math.max(minimum, 0);
  const inside = Math.min(usual, maximum);
  return above && inside === minimum ? inside + (integer ? 1 : Math.min(1, (maximum - minimum) / 2)) : inside;
}

export function initialNamed({ name, body, alone }: NamedOption): unknown {
  if (body === null) return alone ? name : { [name]: {} };
  return { [name]: initial(body()) };
}

/** Why a text is no number for this field; null where it is. */
export function numberProblem(field: NumberField, value: number): string | null {
  const { integer, minimum, maximum, above, below } = field;
  const inside = (above ? value > minimum : value >= minimum) && (below ? value < maximum : value <= maximum);
  if (Number.isFinite(value) && inside && (!integer || Number.isInteger(value))) return null;
  const kind = integer ? "a whole number" : "a number";
  const low = Number.isFinite(minimum) && Math.abs(minimum) < 1e15 ? ` ${above ? "above" : "from"} ${minimum}` : "";
  const high = Number.isFinite(maximum) && Math.abs(maximum) < 1e15 ? ` ${below ? "below" : "to"} ${maximum}` : "";
  return `must be ${kind}${low}${low !== "" && high === "" && !above ? " on" : ""}${high}`;
}
