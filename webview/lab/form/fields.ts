import type { Place } from "../../../engine/errors/errors.ts";
import type { Kind } from "../../../engine/registry/entry.ts";
import { limitsOf, type Option, type Schema } from "../../../engine/registry/options.ts";
import type { FormEntry } from "../../protocol.ts";
import { nativeList } from "../../shared/components.ts";
import { h } from "../../shared/dom.ts";
import { kindLabel } from "../../shared/kinds.ts";
import { jsonText, typedJson, typedNumber } from "./formValue.ts";
import { entryField, rateField } from "./namedField.ts";
import { networkField } from "./networkField.ts";

/** What a field works with. */
export interface FormRoom {
  readonly entries: readonly FormEntry[];
  read(place: Place): unknown;
  /** Undefined leaves the place to the text, or to what goes without saying. */
  write(place: Place, value: unknown): void;
  /** Makes a place known: what is wrong there is told in the note, and the control is marked. */
  mark(place: Place, control: HTMLElement, note: HTMLElement): void;
}

export const entriesOf = ({ entries }: FormRoom, kind: Kind): readonly FormEntry[] =>
  entries.filter((entry) => entry.kind === kind);

/** The fields of a table of options, one below the other. */
export const fieldsOf = (room: FormRoom, options: Schema, place: Place): HTMLElement[] =>
  Object.entries(options).map(([name, option]) => fieldOf(room, option, [...place, name]));

/** A field for an option, whichever it is. */
export function fieldOf(room: FormRoom, option: Option, place: Place): HTMLElement {
  switch (option.type) {
    case "group":
      return groupField(room, option.options, option, place);
    case "entry":
      return entryField(room, option, place);
    case "rate":
      return rateField(room, option, place);
    case "network":
      return networkField(room, option, place);
    case "choice":
      return row(room, option, place, choiceControl(room, option.choices, option, place));
    case "flag":
      return row(room, option, place, choiceControl(room, ["yes", "no"], option, place));
    case "number":
      return row(room, option, place, typed(room, place, limitsOf(option), typedNumber, numberText));
    case "text":
      return row(
        room,
        option,
        place,
        typed(room, place, "", (text) => (text === "" ? undefined : text), String),
      );
    case "list":
    case "map":
    case "networks":
      return row(room, option, place, typed(room, place, option.type === "list" ? "[ … ]" : "{ … }", typedJson, jsonText));
    default:
      return option satisfies never;
  }
}

/** Name, control, and below them what is wrong. */
export function row(
  room: FormRoom,
  { summary = "" }: Pick<Option, "summary">,
  place: Place,
  control: HTMLElement,
  name = nameOf(place),
): HTMLElement {
  const note = h("span", { class: "fieldNote", id: `note-${place.join("-")}` });
  room.mark(place, control, note);
  control.setAttribute("aria-label", name);
  if (summary !== "") control.setAttribute("aria-description", summary);
  return h("div", { class: "field", "data-summary": summary }, h("span", { class: "fieldName" }, name), control, note);
}

export const nameOf = (place: Place): string => kindLabel(String(place.at(-1)));

/** @param hint what may be typed, while nothing is */
export function typed(
  room: FormRoom,
  place: Place,
  hint: string,
  read: (text: string) => unknown,
  write: (value: unknown) => string,
): HTMLInputElement {
  const said = room.read(place);
  const control = h("input", { type: "text", class: "typed", spellcheck: "false", placeholder: hint });
  control.value = said === null || said === undefined ? "" : write(said);
  control.addEventListener("input", () => room.write(place, read(control.value)));
  return control;
}

const numberText = (value: unknown): string => (typeof value === "number" ? String(value) : jsonText(value));

const flags: Readonly<Record<string, boolean>> = { yes: true, no: false };

function choiceControl(room: FormRoom, choices: readonly string[], option: Option, place: Place): HTMLElement {
  const isFlag = option.type === "flag";
  const list = nativeList("", (value) => room.write(place, value === "" ? undefined : isFlag ? flags[value] : value));
  const said = room.read(place) ?? option.fallback ?? "";
  const open = option.fallback === null || option.fallback === undefined ? [{ value: "", text: "not said" }] : [];
  const words = choices.map((value) => ({ value, text: isFlag ? value : kindLabel(value) }));
  list.offer([...open, ...words], typeof said === "boolean" ? (said ? "yes" : "no") : String(said));
  return list.element;
}

/** Fields within a field; what may be left out as a whole is switched on first. */
function groupField(room: FormRoom, options: Schema, { fallback, summary = "" }: Option, place: Place): HTMLElement {
  const fields = () => fieldsOf(room, options, place);
  const legend = h("legend", { "data-summary": summary }, nameOf(place));
  if (fallback !== null) return h("fieldset", { class: "group" }, legend, ...fields());
  const within = h("div", {});
  const draw = (): void => within.replaceChildren(...(isSaid() ? fields() : []));
  const isSaid = (): boolean => (room.read(place) ?? null) !== null;
  const box = h("input", { type: "checkbox", "aria-label": nameOf(place), "aria-description": summary });
  box.checked = isSaid();
  box.addEventListener("change", () => {
    room.write(place, box.checked ? {} : undefined);
    draw();
  });
  draw();
  const note = h("span", { class: "fieldNote", id: `note-${place.join("-")}` });
  room.mark(place, box, note);
  legend.prepend(box);
  return h("fieldset", { class: "group" }, legend, note, within);
}
