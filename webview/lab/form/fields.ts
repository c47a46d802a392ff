import type { Place } from "../../../engine/errors/errors.ts";
import { limitsOf, type Option, type Schema } from "../../../engine/registry/options.ts";
import { nativeList } from "../../shared/components.ts";
import { h } from "../../shared/dom.ts";
import { kindLabel } from "../../shared/kinds.ts";
import { jsonText, typedJson, typedNumber } from "./formValue.ts";
import { entryField, rateField } from "./namedField.ts";
import { networkField } from "./networkField.ts";
import { type FormRoom, nameOf, row, typed } from "./rows.ts";

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
