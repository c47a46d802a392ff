import type { Operand } from "../trace/operands.ts";
import type { GateInfo } from "./gate.ts";
import type { StateVariable } from "./layer.ts";

/** A network as it was built, as plain data: what it is made of, where its parts stand and how large they are. */
export interface NetworkNode {
  /** The registry's name, such as `bidirectional`. */
  readonly kind: string;
  /** With its closing slash, empty for the whole: parameters of this part begin with it. */
  readonly path: string;
  /** All of them, checked and filled up; networks within are among the children, not here. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Numbers that it reads at each step (V where these are ids). */
  readonly inputSize: number;
  /** Numbers that it writes at each step. */
  readonly outputSize: number;
  /** In the order in which they were built: of a stack from the input on, of two directions the forward half first. */
  readonly children: readonly NetworkNode[];
  /** What only a cell has. */
  readonly cell: CellInfo | null;
}

export interface CellInfo {
  /** In the order of their blocks of columns; empty for a cell without gates. */
  readonly gates: readonly GateInfo[];
  /** `h` first: it is the cell's output. */
  readonly states: readonly Pick<StateVariable, "name" | "size">[];
  /** Whether its step 0 is each row's last valid step. */
  readonly reversed: boolean;
  /** The quantities of its trace that have a derivation, by their names. */
  readonly quantities: readonly string[];
  /** How each of these follows from others: forward first. */
  readonly formulas: readonly Formula[];
}

export interface Formula {
  readonly quantity: string;
  /** Such as `c = f · c₋ + i · g`. */
  readonly text: string;
  /** The traced quantities in it. */
  readonly reads: readonly Pick<Operand, "name" | "time" | "pattern">[];
}

/** A node and all below it, from the input on. */
export const nodesOf = (node: NetworkNode): readonly NetworkNode[] => [node, ...node.children.flatMap(nodesOf)];

/** The cells' nodes, in the order in which their states stand in a model's state. */
export const cellNodesOf = (node: NetworkNode): readonly NetworkNode[] => nodesOf(node).filter(({ cell }) => cell !== null);
