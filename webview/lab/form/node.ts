import { h } from "../../shared/dom.ts";
import type { Field } from "./schema.ts";

/** A part of the form: what it shows of a field, at a place of the value. */
export interface FieldNode {
  readonly element: HTMLElement;
  /** False where it must be built anew to show this value. */
  update(value: unknown): boolean;
}

/** What every part of the form is given. */
export interface FormContext {
  /** A person changed the value at a pointer; undefined where nothing is to be said there any more. */
  report(pointer: string, value: unknown): void;
  /** What is to have the focus when the changed value comes back. */
  focusNext(pointer: string): void;
  build(field: Field, pointer: string, value: unknown, place: FieldPlace): FieldNode;
  /** The same for what is built within, but for what is given here. */
  within(change: Pick<FormContext, "report">): FormContext;
}

/** Where a field stands in the form. */
export interface FieldPlace {
  /** 0 for the whole. */
  readonly depth: number;
  readonly required: boolean;
  /** Whether what is around it says already what it is. */
  readonly untitled?: boolean;
  /** What one may do with it beyond changing it, such as taking it out of its list. */
  readonly actions: readonly HTMLElement[];
}

/** A line: name, control, what it means; a problem appears below. */
export function formRow(
  pointer: string,
  { title, description }: Pick<Field, "title" | "description">,
  ...controls: HTMLElement[]
): HTMLElement {
  const hint = h("p", { class: "hint" }, description);
  const problem = h("p", { class: "problem", role: "status", hidden: true });
  return h(
    "div",
    { class: "formRow", "data-pointer": pointer },
    h("span", { class: "formTitle", "aria-hidden": "true" }, title),
    h("div", { class: "formControl" }, ...controls),
    hint,
    problem,
  );
}

export function showProblem(row: HTMLElement, words: string | null): void {
  const problem = row.querySelector<HTMLElement>(":scope > .problem")!;
  problem.hidden = words === null;
  problem.textContent = words ?? "";
}

/** A field's name and meaning on its line, but for what is said around it already. */
export const saidOn = ({ title, description }: Field, { untitled }: FieldPlace): { title: string; description: string } => ({
  title: untitled ? "" : title,
  description,
});

/** What a screen reader says of a control: its name, and what it means. */
export const labelOf = ({ title, description }: Field): string => (description === "" ? title : `${title}: ${description}`);
