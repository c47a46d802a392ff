import type { GateInfo } from "../../../engine/layers/gate.ts";
import type { ParameterInfo } from "../../../engine/memory/parameterInfo.ts";
import { type Hue, huesOf } from "../../shared/hues.ts";
import type { OwnParameter, Part } from "../../shared/parts.ts";

/** A gate's columns of a parameter, or all of them where it has no gates. */
export interface Block {
  readonly gate: GateInfo | null;
  readonly hue: Hue;
  /** Its place from the left among its part's gates, so that a gate's blocks stand below each other. */
  readonly slot: number;
}

/** A parameter as a heatmap shows it: whose it is, and what its columns are. */
export interface ShownParameter {
  readonly info: ParameterInfo;
  /** Its part's name. */
  readonly owner: string;
  /** Its own within the part. */
  readonly name: string;
  /** In memory order, at least one. */
  readonly blocks: readonly Block[];
  readonly slots: number;
}

/** The gates of a part: its cell's, or those that its parameters name. */
export function gatesOf({ node, parameters }: Part): readonly GateInfo[] {
  const symbols = new Set(parameters.flatMap(({ info }) => info.gates ?? []));
  const known = (node?.cell?.gates ?? []).filter(({ symbol }) => symbols.delete(symbol));
  return [...known, ...[...symbols].map((symbol) => ({ symbol, name: "", role: "" }))];
}

/** Those with gates first, below one line of the gates' names. */
export function shownIn(part: Part): readonly ShownParameter[] {
  const gates = gatesOf(part);
  const hues = huesOf({ gates, states: part.node?.cell?.states ?? [] });
  const show = ({ info, name }: OwnParameter): ShownParameter => {
    const place = { info, owner: part.title, name };
    if (info.gates === null) return { ...place, blocks: [{ gate: null, hue: "foreground", slot: 0 }], slots: 1 };
    const blocks = info.gates.map((symbol) => {
      const slot = gates.findIndex((gate) => gate.symbol === symbol);
      return { gate: gates[slot]!, hue: hues.gate(symbol), slot };
    });
    return { ...place, blocks, slots: gates.length };
  };
  const shown = part.parameters.map(show);
  return shown.toSorted((one, other) => Number(one.info.gates === null) - Number(other.info.gates === null));
}

/** Columns of one block. */
export const blockColumns = ({ info, blocks }: ShownParameter): number => info.columns / blocks.length;
