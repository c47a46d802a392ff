import type { Place } from "../../../engine/errors/errors.ts";
import type { EntryOption, RateOption, Schema } from "../../../engine/registry/options.ts";
import type { FormEntry } from "../../protocol.ts";
import { nativeList } from "../../shared/components.ts";
import { h } from "../../shared/dom.ts";
import { kindLabel } from "../../shared/kinds.ts";
import { jsonText, namedIn, typedJson, typedNumber } from "./formValue.ts";
import { entriesOf, type FormRoom, row, typed } from "./rows.ts";

const suited = { value: "", text: "suited to the text" };

/** One of the registry's entries of a kind, and its options below it. */
export function entryField(room: FormRoom, option: EntryOption, place: Place): HTMLElement {
  const entries = entriesOf(room, option.kind);
  const within = h("div", { class: "formOptions" });
  const draw = (): void => within.replaceChildren(...optionsIn(room, entries, place, option.elsewhere));
  const list = nativeList("", (name) => {
    room.write(place, name === "" ? undefined : name);
    draw();
  });
  const said = spoken(room, entries, place)?.name ?? "";
  list.offer([...(option.fallback === undefined ? [] : [suited]), ...entries.map(named)], said);
  draw();
  return h("div", { class: "named" }, row(room, option, place, list.element), within);
}

const named = ({ name }: FormEntry) => ({ value: name, text: kindLabel(name) });

function spoken(room: FormRoom, entries: readonly FormEntry[], place: Place) {
  return namedIn(room.read(place), (name) => entries.find((entry) => entry.name === name)?.alone ?? null);
}

/** Folded: there are many, and few of them are turned. */
function optionsIn(
  room: FormRoom,
  entries: readonly FormEntry[],
  place: Place,
  elsewhere: readonly string[] = [],
): HTMLElement[] {
  const said = spoken(room, entries, place);
  const entry = entries.find(({ name }) => name === said?.name);
  if (said === null || entry === undefined) return [];
  // What stood in place of all stands by its name from now on, as fields write it.
  if (entry.alone !== null) room.write(place, { [said.name]: said.options });
  const options: Schema = Object.fromEntries(Object.entries(entry.options).filter(([name]) => !elsewhere.includes(name)));
  if (Object.keys(options).length === 0) return [];
  const fields = room.fields(room, options, [...place, entry.name]);
  return [h("details", {}, h("summary", { "data-summary": entry.summary }, `${kindLabel(entry.name)}: options`), ...fields)];
}

const fixed = "fixed";
const each = "each";

/** A number, a schedule with its options, or a number for each step. */
export function rateField(room: FormRoom, option: RateOption, place: Place): HTMLElement {
  const schedules = entriesOf(room, "schedule");
  const within = h("div", { class: "formOptions" });
  const draw = (kind: string): void => within.replaceChildren(...rateFields(room, option, schedules, place, kind));
  const list = nativeList("", (kind) => {
    room.write(place, kind === fixed || kind === each ? undefined : { [kind]: {} });
    draw(kind);
  });
  const said = room.read(place);
  const kind = Array.isArray(said) ? each : (namedIn(said, () => null)?.name ?? fixed);
  const plain = [
    { value: fixed, text: "the same at each step" },
    { value: each, text: "a list, one for each step" },
  ];
  list.offer([...plain, ...schedules.map(named)], kind);
  draw(kind);
  const note = h("span", { class: "fieldNote" });
  list.element.setAttribute("aria-label", "how the learning rate goes");
  const head = h("div", { class: "field", "data-summary": option.summary ?? "" });
  head.append(h("span", { class: "fieldName" }, kindLabel(String(place.at(-1)))), list.element, note);
  return h("div", { class: "named" }, head, within);
}

function rateFields(
  room: FormRoom,
  option: RateOption,
  schedules: readonly FormEntry[],
  place: Place,
  kind: string,
): HTMLElement[] {
  if (kind === fixed) return [row(room, option, place, typed(room, place, "suited to the text", typedNumber, String), "rate")];
  if (kind === each) return [row(room, option, place, typed(room, place, "[0.1, 0.05]", typedJson, jsonText), "rates")];
  const entry = schedules.find(({ name }) => name === kind);
  return entry === undefined ? [] : room.fields(room, entry.options, [...place, kind]);
}
