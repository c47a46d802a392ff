import type { Place } from "../../../engine/errors/errors.ts";
import type { NetworkOption, Schema } from "../../../engine/registry/options.ts";
import { nativeList } from "../../shared/components.ts";
import { h } from "../../shared/dom.ts";
import { kindLabel } from "../../shared/kinds.ts";
import {
  namedIn,
  type PlainStack,
  plainStackIn,
  stackedNetwork,
  typedJson,
  typedNumber,
  valueAt,
  withValue,
} from "./formValue.ts";
import { attempt, entriesOf, type FormRoom, row, typed } from "./rows.ts";

const other = "other";
/** Where an edited cell's size is not known yet, as of one whose name was just picked. */
const usualSize = 64;
const mostLayers = 64;

/** A stack of equal cells by its cell, its layers and the cell's options; any other network as JSON. */
export function networkField(room: FormRoom, option: NetworkOption, place: Place): HTMLElement {
  const cells = entriesOf(room, "cell");
  const isCell = (name: string): boolean => cells.some((cell) => cell.name === name);
  const within = h("div", { class: "formOptions" });
  let stack = plainStackIn(room.read(place), isCell);
  const say = (next: PlainStack): void => {
    stack = next;
    room.write(place, stackedNetwork(next));
  };
  const draw = (): void => {
    if (stack === null) within.replaceChildren(jsonRow(room, option, place));
    else within.replaceChildren(...stackFields(room, place, cells.find(({ name }) => name === stack!.cell)!.options, stack, say));
  };
  const list = nativeList("", (name) => {
    if (name === other) stack = null;
    else {
      const [size, layers] = [stack?.options.hiddenSize ?? usualSize, stack?.layers ?? 1];
      say({ cell: name, layers, options: { hiddenSize: size } });
    }
    draw();
  });
  list.offer(
    [...cells.map(({ name }) => ({ value: name, text: kindLabel(name) })), { value: other, text: "another network, as JSON" }],
    stack?.cell ?? other,
  );
  list.element.setAttribute("aria-label", "kind of network");
  draw();
  const head = h("div", { class: "field", "data-summary": option.summary ?? "" });
  head.append(h("span", { class: "fieldName" }, "cell"), list.element, h("span", {}));
  return h("div", { class: "named" }, head, within);
}

/** All layers alike: what is written for one is written for all. */
function stackFields(
  room: FormRoom,
  place: Place,
  options: Schema,
  stack: PlainStack,
  say: (next: PlainStack) => void,
): HTMLElement[] {
  let now = stack;
  const write = (next: PlainStack): void => {
    now = next;
    say(next);
  };
  // The fields see one layer, at the place of the network: an error in any layer is told there.
  const one: FormRoom = {
    entries: room.entries,
    fields: room.fields,
    read: (at) => valueAt({ [now.cell]: now.options }, at.slice(place.length)),
    write: (at, value) => {
      const next = namedIn(withValue({ [now.cell]: now.options }, at.slice(place.length), value), () => null);
      write({ ...now, options: (next?.options ?? {}) as PlainStack["options"] });
    },
    refuse: (at, sentence) => room.refuse(at, sentence),
    mark: (at, control, note) => room.mark(at, control, note),
  };
  const count = { ...one, read: () => now.layers, write: (_: Place, value: unknown) => tryLayers(value) };
  const layers = row(
    room,
    { summary: "Layers, one above the other, all alike." },
    [...place, "layers"],
    typed(count, place, "1", typedNumber, String),
  );
  const tryLayers = (value: unknown = 1): void => {
    if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= mostLayers)
      write({ ...now, layers: value });
    else room.refuse([...place, "layers"], `must be a whole number from 1 to ${mostLayers}`);
  };
  const { hiddenSize, ...rest } = options;
  const at = [...place, now.cell];
  return [
    layers,
    ...(hiddenSize === undefined ? [] : one.fields(one, { hiddenSize }, at)),
    h("details", {}, h("summary", {}, `${kindLabel(now.cell)}: options`), ...one.fields(one, rest, at)),
  ];
}

function jsonRow(room: FormRoom, option: NetworkOption, place: Place): HTMLElement {
  const area = h("textarea", { class: "typed json", rows: 8, spellcheck: "false" });
  const said = room.read(place);
  area.value = said === undefined || said === null ? "" : JSON.stringify(said, null, 2);
  area.addEventListener("input", () => attempt(room, place, () => typedJson(area.value)));
  return row(room, option, place, area, "network");
}
