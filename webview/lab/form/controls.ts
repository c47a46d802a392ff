import { formatCount } from "../../../engine/words/numbers.ts";
import { checkbox, dropdown, textInput } from "../../shared/components.ts";
import { setText } from "../../shared/dom.ts";
import { type FieldNode, type FieldPlace, type FormContext, formRow, labelOf, saidOn, showProblem } from "./node.ts";
import type { ChoiceField, FlagField, NumberField, RawField, TextField } from "./schema.ts";
import { numberProblem } from "./values.ts";

/** What stands in an empty field: what holds where nothing is said. */
function placeholderOf(fallback: unknown, required: boolean): string {
  if (typeof fallback === "number") return String(fallback);
  if (typeof fallback === "string" && fallback !== "") return fallback;
  return required ? "" : "usual";
}

export function numberNode(
  field: NumberField,
  pointer: string,
  given: unknown,
  place: FieldPlace,
  context: FormContext,
): FieldNode {
  const input = textInput(labelOf(field), (text) => {
    const written = text.trim().replace("\u2212", "-");
    const missing = written === "";
    const problem = missing ? (place.required ? "is missing" : null) : numberProblem(field, Number(written));
    input.setInvalid(problem !== null);
    showProblem(row, problem);
    if (problem === null) context.report(pointer, missing ? undefined : Number(written));
  });
  const row = formRow(pointer, saidOn(field, place), input.element, ...place.actions);
  input.element.classList.add("numeric");
  const update = (value: unknown): boolean => {
    input.show(typeof value === "number" ? String(value) : "", placeholderOf(field.fallback, place.required));
    return value === undefined || value === null || typeof value === "number";
  };
  update(given);
  return { element: row, update };
}

export function textNode(field: TextField, pointer: string, given: unknown, place: FieldPlace, context: FormContext): FieldNode {
  const input = textInput(labelOf(field), (text) => context.report(pointer, text === "" ? undefined : text));
  const row = formRow(pointer, saidOn(field, place), input.element, ...place.actions);
  const update = (value: unknown): boolean => {
    input.show(typeof value === "string" ? value : "", placeholderOf(field.fallback, place.required));
    return value === undefined || value === null || typeof value === "string";
  };
  update(given);
  return { element: row, update };
}

/** What the form knows no better way for. */
export function rawNode(field: RawField, pointer: string, given: unknown, place: FieldPlace, context: FormContext): FieldNode {
  const input = textInput(labelOf(field), (text) => {
    const parsed = parse(text);
    input.setInvalid(parsed === null);
    showProblem(row, parsed === null ? "is no JSON" : null);
    if (parsed !== null) context.report(pointer, parsed.value);
  });
  const row = formRow(pointer, saidOn(field, place), input.element, ...place.actions);
  const update = (value: unknown): boolean => {
    input.show(value === undefined || value === null ? "" : JSON.stringify(value), "JSON");
    return true;
  };
  update(given);
  return { element: row, update };
}

function parse(text: string): { readonly value: unknown } | null {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

export function flagNode(field: FlagField, pointer: string, given: unknown, place: FieldPlace, context: FormContext): FieldNode {
  const box = checkbox(labelOf(field), (checked) => context.report(pointer, checked));
  const update = (value: unknown): boolean => {
    box.show(typeof value === "boolean" ? value : field.fallback === true);
    return true;
  };
  update(given);
  return { element: formRow(pointer, saidOn(field, place), box.element, ...place.actions), update };
}

export function choiceNode(
  field: ChoiceField,
  pointer: string,
  given: unknown,
  place: FieldPlace,
  context: FormContext,
): FieldNode {
  const choice = dropdown(labelOf(field), (value) => context.report(pointer, value === "" ? undefined : value));
  const row = formRow(pointer, saidOn(field, place), choice.element, ...place.actions);
  const usual = place.required ? [] : [{ value: "", text: usualText(field.fallback) }];
  const options = [...usual, ...field.choices.map(({ value }) => ({ value, text: value }))];
  const update = (value: unknown): boolean => {
    const chosen = typeof value === "string" ? value : "";
    choice.offer(options, chosen);
    const meaning = field.choices.find((each) => each.value === (chosen === "" ? field.fallback : chosen))?.description ?? "";
    setText(row.querySelector(".hint")!, [field.description, meaning].filter(Boolean).join(" "));
    return value === undefined || value === null || options.some((option) => option.value === value);
  };
  update(given);
  return { element: row, update };
}

/** What is taken where a person chooses nothing. */
export const usualText = (fallback: unknown): string =>
  typeof fallback === "string" && fallback !== "" ? `usual: ${fallback}` : "usual";

export const counted = (count: number, one: string): string => `${formatCount(count)} ${count === 1 ? one : `${one}s`}`;
