import type { CellInfo } from "../../engine/layers/networkNode.ts";

/** Colours that mean something, by their names in `Theme.hues` and, as `--hue-blue`, in style sheets. */
export const hueNames = ["blue", "orange", "green", "purple", "yellow", "foreground", "teal", "pink", "lime", "indigo"] as const;
export type Hue = (typeof hueNames)[number];

/** A GRU's gates in the colours of an LSTM's that do the like: update keeps as forget does, reset lets in as input does. */
const ofRole: Readonly<Record<string, Hue>> = {
  input: "blue",
  reset: "blue",
  forget: "orange",
  update: "orange",
  candidate: "green",
  output: "purple",
};
const ofState: Readonly<Record<string, Hue>> = { h: "foreground", c: "yellow" };
/** For roles that nobody knows, and for a second gate of one role. */
const spare: readonly Hue[] = ["teal", "pink", "lime", "indigo"];

export interface CellHues {
  gate(symbol: string): Hue;
  state(name: string): Hue;
}

type Colored = Pick<CellInfo, "gates"> & { readonly states: readonly { readonly name: string }[] };

/** One colour a gate and a state, within a cell no two alike as far as the palette goes: by role, what is unknown by its order. */
export function huesOf({ gates, states }: Colored): CellHues {
  const taken = new Set<Hue>();
  let spared = 0;
  const take = (wanted: Hue | undefined): Hue => {
    const hue = wanted === undefined || taken.has(wanted) ? spare[spared++ % spare.length]! : wanted;
    taken.add(hue);
    return hue;
  };
  const ofGates = new Map(gates.map(({ symbol, role }) => [symbol, take(ofRole[role])]));
  const ofStates = new Map(states.map(({ name }) => [name, take(ofState[name])]));
  return {
    gate: (symbol) => ofGates.get(symbol) ?? "foreground",
    state: (name) => ofStates.get(name) ?? ofState[name] ?? "foreground",
  };
}

/** Lets an element's style sheet speak of `--gate` and `--gate-text`. */
export function wear(element: HTMLElement | SVGElement, hue: Hue): void {
  element.style.setProperty("--gate", `var(--hue-${hue})`);
  element.style.setProperty("--gate-text", `var(--hue-${hue}-text)`);
}
