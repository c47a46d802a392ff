import { checkbox } from "../../shared/components.ts";
import { h } from "../../shared/dom.ts";
import { counted } from "./controls.ts";
import { type FieldNode, type FieldPlace, type FormContext, formRow, labelOf, saidOn } from "./node.ts";
import { type Field, type GroupField, isRecord } from "./schema.ts";
import { initial, stepInto } from "./values.ts";

/** So many options are shown all at once; of more, those that nobody speaks of are folded away. */
const few = 4;

/** The options of a thing, one below the other. */
export function groupNode(
  field: GroupField,
  pointer: string,
  given: unknown,
  place: FieldPlace,
  context: FormContext,
): FieldNode {
  const record = isRecord(given) ? given : {};
  const entries = field.entries.filter((each) => !isFixed(each.field()));
  const isShown = ({ name, required }: GroupField["entries"][number]): boolean =>
    place.depth === 0 || required || record[name] !== undefined || entries.length <= few;
  const nodes = new Map<string, FieldNode>();
  const build = ({ name, required, field: inner }: GroupField["entries"][number]): HTMLElement => {
    const node = entryNode(
      inner(),
      stepInto(pointer, name),
      record[name],
      { depth: place.depth + 1, required, actions: [] },
      context,
    );
    nodes.set(name, node);
    return node.element;
  };
  const shown = entries.filter(isShown).map(build);
  const hidden = entries.filter((entry) => !isShown(entry)).map(build);
  const summary = h("summary", {}, counted(hidden.length, shown.length === 0 ? "option" : "more option"));
  const more = hidden.length === 0 ? null : h("details", { class: "more" }, summary, ...hidden);
  const update = (value: unknown): boolean => {
    if (value !== undefined && value !== null && !isRecord(value)) return false;
    const now = isRecord(value) ? value : {};
    return [...nodes].every(([name, node]) => node.update(now[name]));
  };
  const head = place.actions.length === 0 ? null : formRow(pointer, { title: "", description: "" }, ...place.actions);
  return { element: h("div", { class: "formGroup", "data-pointer": pointer }, head, ...shown, more), update };
}

/** Of what can be but one number there is nothing to say. */
const isFixed = (field: Field): boolean => field.kind === "number" && field.minimum === field.maximum;

/** A property of a group: a line, or a group of its own under a heading, which is switched on where nothing else is usual. */
function entryNode(field: Field, pointer: string, given: unknown, place: FieldPlace, context: FormContext): FieldNode {
  if (field.kind !== "group") return context.build(field, pointer, given, place);
  if (field.nullable && field.fallback === null) return switchedGroup(field, pointer, given, place, context);
  const inner = context.build(field, pointer, given, place);
  const description = h("p", { class: "hint" }, field.description);
  if (place.depth === 1) {
    const section = h("section", { class: "formSection" }, h("h3", {}, field.title), description, inner.element);
    return { element: section, update: inner.update };
  }
  const said = isRecord(given) && Object.keys(given).length > 0;
  const fold = h("details", { class: "formFold", open: said }, h("summary", {}, field.title), description, inner.element);
  return { element: fold, update: inner.update };
}

function switchedGroup(field: GroupField, pointer: string, given: unknown, place: FieldPlace, context: FormContext): FieldNode {
  const isOn = (value: unknown): boolean => value !== undefined && value !== null;
  const on = isOn(given);
  const box = checkbox(labelOf(field), (checked) =>
    context.report(pointer, checked ? initial({ ...field, fallback: undefined }) : undefined),
  );
  box.show(on);
  const row = formRow(pointer, saidOn(field, place), box.element, ...place.actions);
  const inner = on ? context.build(field, pointer, given, place) : null;
  inner?.element.classList.add("nested");
  const update = (value: unknown): boolean => isOn(value) === on && (inner === null || inner.update(value));
  return { element: h("div", {}, row, inner?.element ?? null), update };
}
