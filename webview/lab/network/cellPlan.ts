import type { GateInfo } from "../../../engine/layers/gate.ts";
import type { CellInfo, Formula } from "../../../engine/layers/networkNode.ts";

/** What a drawing needs of a cell; a cell need not have formulas. */
export type DrawnCell = Pick<CellInfo, "gates"> & {
  readonly states: readonly { readonly name: string }[];
  readonly formulas: readonly Formula[];
};

/**
 * What a gate is drawn to do: `keep` multiplies the old memory, `let in` the candidate, which is what is added, `reset` what the candidate
 * sees of the old state, `read out` the memory on its way to h. What a role does that nobody knows is a dot where it acts.
 */
export type Action = "keep" | "let in" | "add" | "reset" | "read out" | "act";

export interface PlannedGate {
  readonly gate: GateInfo;
  readonly action: Action;
  /** States that follow from it directly, by their names. */
  readonly actsOn: readonly string[];
}

export interface CellPlan {
  /** From the left. */
  readonly gates: readonly PlannedGate[];
  /** The state that is carried from step to step: c, or h where there is no other. */
  readonly memory: string;
  /** Whether the old memory goes on, unit by unit, into the new one. In an RNN it does not. */
  readonly carried: boolean;
  /** Other states that are carried; h is not among them. */
  readonly others: readonly string[];
}

const actions: Readonly<Record<string, Action>> = {
  forget: "keep",
  update: "keep",
  input: "let in",
  reset: "reset",
  candidate: "add",
  output: "read out",
};
const order: readonly Action[] = ["keep", "let in", "reset", "add", "act", "read out"];

export function planOf(cell: DrawnCell): CellPlan {
  const names = cell.states.map(({ name }) => name);
  const carried = names.filter((name) => isCarried(cell, name));
  const memory = carried.find((name) => name !== "h") ?? names[0] ?? "h";
  const gates = cell.gates.map((gate) => ({
    gate,
    action: actionOf(gate, cell),
    actsOn: actsOn(cell, gate.symbol, memory),
  }));
  return {
    gates: gates.toSorted((one, other) => order.indexOf(one.action) - order.indexOf(other.action)),
    memory,
    carried: carried.includes(memory),
    others: carried.filter((name) => name !== memory && name !== "h"),
  };
}

/** A role means what it means only together with others: nothing is reset or let in without a candidate. */
function actionOf({ role }: GateInfo, { gates }: DrawnCell): Action {
  const action = actions[role] ?? "act";
  const needsCandidate = action === "reset" || action === "let in";
  return needsCandidate && !gates.some((gate) => gate.role === "candidate") ? "act" : action;
}

function actsOn(cell: DrawnCell, symbol: string, memory: string): readonly string[] {
  const told = cell.states.map(({ name }) => name).filter((name) => readBy(cell, name).some((read) => read.name === symbol));
  return told.length > 0 || cell.formulas.length > 0 ? told : [memory];
}

/** Without formulas a cell with gates is taken to carry what it has. */
const isCarried = (cell: DrawnCell, state: string): boolean =>
  cell.formulas.length === 0
    ? cell.gates.length > 0 && (state !== "h" || cell.states.length === 1)
    : readBy(cell, state).some(({ name, time, pattern }) => name === state && time === -1 && pattern === "element");

/** What a state's formula reads, through what has neither a gate's nor a state's name. */
function readBy(cell: DrawnCell, state: string): readonly Formula["reads"][number][] {
  const named = new Set([...cell.gates.map(({ symbol }) => symbol), ...cell.states.map(({ name }) => name)]);
  const seen = new Set<string>();
  const visit = (quantity: string): Formula["reads"][number][] => {
    if (seen.has(quantity)) return [];
    seen.add(quantity);
    const reads = cell.formulas.find((formula) => formula.quantity === quantity)?.reads ?? [];
    return reads.flatMap((read) => (named.has(read.name) ? [read] : [read, ...visit(read.name)]));
  };
  return visit(state);
}

/** Forward formulas, and those of gradients: all that follow from what comes from above. */
export function forwardAndBack(formulas: readonly Formula[]): readonly [readonly Formula[], readonly Formula[]] {
  const back = new Set(["dy"]);
  for (let found = 0; found !== back.size; ) {
    found = back.size;
    for (const { quantity, reads } of formulas) if (reads.some(({ name }) => back.has(name))) back.add(quantity);
  }
  return [formulas.filter(({ quantity }) => !back.has(quantity)), formulas.filter(({ quantity }) => back.has(quantity))];
}
