import type { Place } from "../../../engine/errors/errors.ts";
import type { Kind } from "../../../engine/registry/entry.ts";
import type { Option, Schema } from "../../../engine/registry/options.ts";
import type { FormEntry } from "../../protocol.ts";
import { h } from "../../shared/dom.ts";
import { kindLabel } from "../../shared/kinds.ts";

/** What a field works with. */
export interface FormRoom {
  readonly entries: readonly FormEntry[];
  /** The fields of a table of options at a place, which read and write by the room that is given. */
  fields(room: FormRoom, options: Schema, place: Place): HTMLElement[];
  read(place: Place): unknown;
  /** Undefined leaves the place to the text, or to what goes without saying. */
  write(place: Place, value: unknown): void;
  /** Tells at a place what cannot be written there at all. */
  refuse(place: Place, sentence: string): void;
  /** Makes a place known: what is wrong there is told in the note, and the control is marked. */
  mark(place: Place, control: HTMLElement, note: HTMLElement): void;
}

export const entriesOf = ({ entries }: FormRoom, kind: Kind): readonly FormEntry[] =>
  entries.filter((entry) => entry.kind === kind);

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
  control.addEventListener("input", () => attempt(room, place, () => read(control.value)));
  return control;
}

/** Writes what was read, or tells why it cannot be. */
export function attempt(room: FormRoom, place: Place, read: () => unknown): void {
  try {
    room.write(place, read());
  } catch (error) {
    room.refuse(place, error instanceof SyntaxError ? `is no JSON yet: ${error.message}` : String(error));
  }
}
