import { dropdown, menu } from "../../shared/components.ts";
import { h, setText } from "../../shared/dom.ts";
import { usualText } from "./controls.ts";
import { type FieldNode, type FieldPlace, type FormContext, formRow, labelOf, saidOn } from "./node.ts";
import { type AlternativesField, type Field, isRecord, type NamedField, type NamedOption } from "./schema.ts";
import { initial, initialNamed, namedIn, stepInto, suits } from "./values.ts";
import { unwrapped, wrapped, wrappersOf } from "./wrapping.ts";

/** One of several things by its name, its options below; what can hold its like can be put around it and taken away again. */
export function namedNode(
  field: NamedField,
  pointer: string,
  given: unknown,
  place: FieldPlace,
  context: FormContext,
): FieldNode {
  const named = namedIn(field, given);
  let current = given;
  const choice = dropdown(labelOf(field), (name) => {
    const option = field.options.find((each) => each.name === name);
    context.report(pointer, option === undefined ? undefined : initialNamed(option));
    context.focusNext(pointer);
  });
  const row = formRow(
    pointer,
    saidOn(field, place),
    choice.element,
    ...wrapping(field, pointer, () => current, context),
    ...place.actions,
  );
  const usual = place.required ? [] : [{ value: "", text: usualText(fallbackName(field)) }];
  choice.offer([...usual, ...field.options.map(({ name, title }) => ({ value: name, text: title }))], named?.option.name ?? "");
  setText(row.querySelector(".hint")!, [field.description, named?.option.description ?? ""].filter(Boolean).join(" "));
  const inner = named?.option.body ? bodyNode(named.option, pointer, () => current, place, context) : null;
  const update = (value: unknown): boolean => {
    current = value;
    const now = namedIn(field, value);
    const isSame = now?.option === named?.option && (now !== null || value === undefined || value === null);
    return isSame && (inner === null || inner.update(now?.body));
  };
  return { element: h("div", { class: "formNamed" }, row, inner?.element ?? null), update };
}

const fallbackName = (field: NamedField): unknown => namedIn(field, field.fallback)?.option.title;

/** Where the name stands alone, the first option that is said makes an object of it. */
function bodyNode(
  { name, body }: NamedOption,
  pointer: string,
  current: () => unknown,
  { depth }: FieldPlace,
  context: FormContext,
): FieldNode {
  const within = stepInto(pointer, name);
  const report: FormContext["report"] = (at, value) => {
    if (typeof current() !== "string") context.report(at, value);
    else context.report(pointer, { [name]: value === undefined ? {} : nest(at.slice(within.length), value) });
  };
  const given = current();
  const value = isRecord(given) ? given[name] : undefined;
  const place = { depth: depth + 1, required: true, untitled: true, actions: [] };
  const inner = context.within({ report }).build(body!(), within, value, place);
  inner.element.classList.add("nested");
  return inner;
}

/** `/beta1` and 0.8 make `{ "beta1": 0.8 }`. */
function nest(pointer: string, value: unknown): unknown {
  const [, step, ...rest] = pointer.split("/");
  return step === undefined
    ? value
    : { [step.replaceAll("~1", "/").replaceAll("~0", "~")]: nest(rest.map((each) => `/${each}`).join(""), value) };
}

function wrapping(field: NamedField, pointer: string, current: () => unknown, context: FormContext): HTMLElement[] {
  const around = wrappersOf(field);
  if (around.length === 0 || namedIn(field, current()) === null) return [];
  const list = menu(`Wrap ${field.title}`, "Wrap…", (picked) => {
    const option = around.find(({ name }) => `in ${name}` === picked);
    context.report(pointer, option === undefined ? unwrapped(field, current()) : wrapped(field, option, current()));
    context.focusNext(pointer);
  });
  const holds = unwrapped(field, current()) !== undefined;
  const out = holds ? [{ value: "out", text: "take out what is within" }] : [];
  list.offer([...around.map(({ name, title }) => ({ value: `in ${name}`, text: `into ${title}` })), ...out], "");
  return [list.element];
}

const forms: Readonly<Record<Field["kind"], string>> = {
  number: "a number",
  flag: "yes or no",
  text: "a text",
  choice: "by name",
  named: "by name",
  list: "a list",
  group: "with options",
  alternatives: "something else",
  raw: "as JSON",
};

const isLike = (one: Field, other: Field): boolean =>
  one.kind === other.kind && (one.kind !== "named" || one.source === other.source);

/** Whether all that the others can say can be said in this one too. */
const saysAll = (field: Field, others: readonly Field[]): boolean =>
  field.kind === "group" && others.every((other) => field.entries.some((entry) => isLike(entry.field(), other)));

/** What is said in one form, in another: a list of layers alone, and the same among other options. */
function converted(from: Field, to: Field, value: unknown): unknown {
  if (to.kind === "group") {
    const holder = to.entries.find((entry) => isLike(entry.field(), from));
    if (holder !== undefined && value !== undefined) return { [holder.name]: value };
  }
  if (from.kind === "group" && isRecord(value)) {
    const held = from.entries.find((entry) => isLike(entry.field(), to));
    if (held !== undefined && value[held.name] !== undefined) return value[held.name];
  }
  return initial(to);
}

/** One of several forms: which one, and its control. */
export function alternativesNode(
  field: AlternativesField,
  pointer: string,
  given: unknown,
  place: FieldPlace,
  context: FormContext,
): FieldNode {
  const isSaid = given !== undefined && given !== null;
  const formOf = (value: unknown): number => field.alternatives.findIndex((each) => suits(each, value));
  const form = isSaid ? formOf(given) : 0;
  const chosen = field.alternatives[form] ?? field.alternatives[0]!;
  let current = given;
  const choice = dropdown(`${field.title}, form`, (k) => {
    context.report(pointer, converted(chosen, field.alternatives[Number(k)]!, current));
    context.focusNext(pointer);
  });
  choice.element.classList.add("form");
  const titleOf = (each: Field): string => (each.title === "" || each.title === field.title ? forms[each.kind] : each.title);
  choice.offer(
    field.alternatives.map((each, k) => ({ value: String(k), text: titleOf(each) })),
    String(Math.max(0, form)),
  );
  const others = field.alternatives.filter((each) => each !== chosen);
  const offered = isSaid && saysAll(chosen, others) ? [] : [choice.element];
  const said = { title: field.title, description: chosen.description || field.description, fallback: field.fallback };
  const inner = context.build({ ...chosen, ...said }, pointer, given, { ...place, actions: [...offered, ...place.actions] });
  const update = (value: unknown): boolean => {
    current = value;
    const now = value === undefined || value === null ? 0 : formOf(value);
    return now === form && inner.update(value);
  };
  return { element: inner.element, update };
}
