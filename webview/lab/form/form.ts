import { h } from "../../shared/dom.ts";
import { alternativesNode, namedNode } from "./choices.ts";
import { choiceNode, flagNode, numberNode, rawNode, textNode } from "./controls.ts";
import { Fields } from "./fields.ts";
import { groupNode } from "./groups.ts";
import { listNode } from "./lists.ts";
import { type FieldNode, type FormContext, showProblem } from "./node.ts";
import type { Field, JsonSchema } from "./schema.ts";

/** What is wrong at a place of the value. */
export interface FormProblem {
  /** A JSON pointer. */
  readonly pointer: string;
  readonly message: string;
}

/**
 * A form made of a JSON schema. It holds no value of its own: whoever owns it is told each change by its JSON pointer, and shows the
 * form the value that came of it. What a person types is reported only where the schema allows it.
 */
export class Form {
  readonly root = h("form", { class: "form", novalidate: true });
  readonly #fields: Fields;
  readonly #context: FormContext;
  #node: FieldNode | null = null;
  #focus: string | null = null;

  /** @param changed told the new value at a pointer; undefined where nothing is said there any more */
  constructor(schema: JsonSchema, changed: (pointer: string, value: unknown) => void) {
    this.#fields = new Fields(schema);
    const context = (report: FormContext["report"]): FormContext => ({
      report,
      focusNext: (pointer) => {
        this.#focus = pointer;
        this.#giveFocus();
      },
      build: (field, pointer, value, place) => build(field, pointer, value, place, context(report)),
      within: (change) => context(change.report),
    });
    this.#context = context(changed);
    this.root.addEventListener("submit", (event) => event.preventDefault());
  }

  show(value: unknown, problems: readonly FormProblem[] = []): void {
    if (this.#node === null || !this.#node.update(value)) this.#rebuild(value);
    this.#showProblems(problems);
    this.#giveFocus();
  }

  /** What was open stays open, and what had the focus has it again. */
  #rebuild(value: unknown): void {
    const open = this.#openPlaces();
    const focused = this.root.contains(document.activeElement) ? placeOf(document.activeElement!) : null;
    const field = this.#fields.root;
    this.#node = this.#context.build(field, "", value, { depth: 0, required: true, actions: [] });
    this.root.replaceChildren(this.#node.element);
    for (const fold of this.#folds()) if (open.has(placeOf(fold))) fold.open = true;
    this.#focus ??= focused;
  }

  #folds(): HTMLDetailsElement[] {
    return [...this.root.querySelectorAll("details")];
  }

  #openPlaces(): ReadonlySet<string> {
    return new Set(
      this.#folds()
        .filter(({ open }) => open)
        .map(placeOf),
    );
  }

  /** To the first control at the pointer. */
  #giveFocus(): void {
    if (this.#focus === null) return;
    const row = this.#rowAt(this.#focus);
    const control = row?.querySelector<HTMLElement>("vscode-dropdown, vscode-text-field, vscode-checkbox, vscode-button");
    if (!control) return;
    this.#focus = null;
    control.focus();
  }

  #rowAt(pointer: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`.formRow[data-pointer="${CSS.escape(pointer)}"]`);
  }

  /** At the place itself, or at the nearest around it that has a line. */
  #showProblems(problems: readonly FormProblem[]): void {
    for (const row of this.root.querySelectorAll<HTMLElement>(".formRow"))
      if (!row.querySelector(".invalid")) showProblem(row, null);
    for (const { pointer, message } of problems) {
      let at = pointer;
      while (at !== "" && this.#rowAt(at) === null) at = at.slice(0, at.lastIndexOf("/"));
      const row = this.#rowAt(at) ?? this.root.querySelector<HTMLElement>(".formRow");
      if (row !== null) showProblem(row, message);
      if (row !== null) unfold(row);
    }
  }
}

/** Opens all that hides it. */
function unfold(row: HTMLElement): void {
  for (let fold = row.closest("details"); fold !== null; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
}

const placeOf = (element: Element): string =>
  (element.closest("[data-pointer]") ?? element.querySelector("[data-pointer]"))?.getAttribute("data-pointer") ?? "";

function build(
  field: Field,
  pointer: string,
  value: unknown,
  place: Parameters<FormContext["build"]>[3],
  context: FormContext,
): FieldNode {
  switch (field.kind) {
    case "number":
      return numberNode(field, pointer, value, place, context);
    case "flag":
      return flagNode(field, pointer, value, place, context);
    case "text":
      return textNode(field, pointer, value, place, context);
    case "choice":
      return choiceNode(field, pointer, value, place, context);
    case "group":
      return groupNode(field, pointer, value, place, context);
    case "list":
      return listNode(field, pointer, value, place, context);
    case "named":
      return namedNode(field, pointer, value, place, context);
    case "alternatives":
      return alternativesNode(field, pointer, value, place, context);
    case "raw":
      return rawNode(field, pointer, value, place, context);
    default:
      return field satisfies never;
  }
}
