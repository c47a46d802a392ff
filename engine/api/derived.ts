import type { CellPlace } from "../layers/layer.ts";
import { readingsOf, type TracedModel } from "../model/readings.ts";
import type { Derivation } from "../trace/derivation.ts";
import { evaluate } from "../trace/evaluate.ts";
import type { Operand } from "../trace/operands.ts";
import { refuse } from "./arrays.ts";

/** How one traced quantity of one cell follows from others. */
export interface Derived {
  /** Such as `df = dc · c₋ · f (1 − f)`; ₋ is the step before, ₊ the step after. */
  readonly text: string;
  /** What the formula reads: names, steps and which elements. */
  readonly operands: readonly Operand[];
  /** The formula's value from the operands' numbers of the last pass: what the trace holds there, up to rounding. */
  at(step: number, row: number, unit: number): number;
}

/** @throws EngineError `badConfiguration` if the cell has no such quantity. */
export function derivedOf(model: TracedModel, cell: CellPlace, quantity: string): Derived {
  const { text, operands, expression } = derivationOf(cell, quantity);
  const readings = readingsOf(model, cell);
  return { text, operands, at: (t, n, j) => evaluate(expression, readings, { t, n, j }) };
}

function derivationOf({ path, derivations }: CellPlace, quantity: string): Derivation {
  const found = derivations.find((derivation) => derivation.quantity === quantity);
  if (found) return found;
  const known = derivations.map((derivation) => derivation.quantity).join(", ");
  return refuse(
    `The cell ${path || "of the network"}`,
    `has no derivation of "${quantity}"; there are ${known}`,
    "Ask for one of these.",
  );
}
