import { button, iconButton } from "../../shared/components.ts";
import { h } from "../../shared/dom.ts";
import { type FieldNode, type FieldPlace, type FormContext, formRow } from "./node.ts";
import type { ListField } from "./schema.ts";
import { initial, stepInto } from "./values.ts";

/** Any number of the like, in their order; each can be moved and taken out, another one added. */
export function listNode(field: ListField, pointer: string, given: unknown, place: FieldPlace, context: FormContext): FieldNode {
  let items = itemsOf(given);
  const report = (next: readonly unknown[], focus: number): void => {
    context.report(pointer, next);
    context.focusNext(focus < 0 ? pointer : stepInto(pointer, focus));
  };
  const nodes = items.map((item, k) => {
    const actions = itemActions(field, () => items, k, report);
    const numbered = { ...field.item(), title: `${field.title} ${k + 1}` };
    return context.build(numbered, stepInto(pointer, k), item, {
      depth: place.depth + 1,
      required: true,
      untitled: true,
      actions,
    });
  });
  const add = button("Add", () => report([...items, copyOf(items.at(-1)) ?? initial(field.item())], items.length));
  add.setAttribute("aria-label", `Add to ${field.title}`);
  const said = place.untitled ? { title: "", description: "" } : field;
  const row = formRow(pointer, said, add, ...place.actions);
  const list = h("ol", { class: "formList" }, ...nodes.map(({ element }) => h("li", {}, element)));
  const update = (value: unknown): boolean => {
    items = itemsOf(value);
    return items.length === nodes.length && nodes.every((node, k) => node.update(items[k]));
  };
  return { element: h("div", {}, ...(place.untitled ? [list, row] : [row, list])), update };
}

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Another one like the last: layers of a stack are mostly alike. */
const copyOf = (value: unknown): unknown => (value === undefined ? undefined : structuredClone(value));

function itemActions(
  field: ListField,
  current: () => readonly unknown[],
  k: number,
  report: (next: readonly unknown[], focus: number) => void,
): HTMLElement[] {
  const { length } = current();
  const name = `${field.title} ${k + 1}`;
  const swap = (to: number): unknown[] => {
    const next = [...current()];
    [next[k], next[to]] = [next[to], next[k]];
    return next;
  };
  const up = iconButton(() => report(swap(k - 1), k - 1));
  up.show("up", `Move up ${name}`, "", k > 0);
  const down = iconButton(() => report(swap(k + 1), k + 1));
  down.show("down", `Move down ${name}`, "", k < length - 1);
  const remove = iconButton(() =>
    report(
      current().filter((_, at) => at !== k),
      Math.min(k, length - 2),
    ),
  );
  remove.show("remove", `Remove ${name}`, "", length > field.least);
  return length > 1 ? [up.element, down.element, remove.element] : [remove.element];
}
