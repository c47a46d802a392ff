import type { CellInfo, Formula } from "../../../engine/layers/networkNode.ts";
import { type Child, h } from "../../shared/dom.ts";
import { type CellHues, type Hue, huesOf, wear } from "../../shared/hues.ts";
import { forwardAndBack } from "./cellPlan.ts";

/** The cell's arithmetic as it says it itself, gates and states in their colours; the way back on demand. */
export function formulaList(cell: CellInfo): HTMLElement | null {
  if (cell.formulas.length === 0) return null;
  const [forward, back] = forwardAndBack(cell.formulas);
  const hueOf = hueFinder(cell, huesOf(cell));
  const lines = (formulas: readonly Formula[]) =>
    formulas.map(({ text }) => h("p", { class: "formula" }, ...written(text, hueOf)));
  const behind =
    back.length === 0 ? null : h("details", {}, h("summary", {}, "Gradients, from the last step back"), ...lines(back));
  return h("div", { class: "formulas" }, ...lines(forward), behind);
}

type HueOf = (name: string) => Hue | null;

/** A gradient has the colour of what it is the gradient of. */
function hueFinder({ gates, states }: CellInfo, hues: CellHues): HueOf {
  const known = new Map<string, Hue>([
    ...states.map(({ name }) => [name, hues.state(name)] as const),
    ...gates.map(({ symbol }) => [symbol, hues.gate(symbol)] as const),
  ]);
  return (name) => known.get(name) ?? (name.startsWith("d") ? (known.get(name.slice(1)) ?? null) : null);
}

/** Names with their step and their index: `c₋`, `kernel_i`. */
const names = /(\p{L}+)([₋₊]?)(?:_(\p{L}+))?/gu;

function written(text: string, hueOf: HueOf): Child[] {
  const found: Child[] = [];
  let at = 0;
  for (const match of text.matchAll(names)) {
    const [all, name, step, index] = match;
    found.push(text.slice(at, match.index), colored(`${name}${step}`, hueOf(name!)));
    if (index !== undefined) found.push(h("sub", {}, colored(index, hueOf(index))));
    at = match.index + all.length;
  }
  return [...found, text.slice(at)];
}

function colored(text: string, hue: Hue | null): Child {
  if (hue === null) return text;
  const element = h("span", { class: "symbol" }, text);
  wear(element, hue);
  return element;
}
