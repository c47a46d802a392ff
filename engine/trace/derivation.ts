import type { Expression } from "./expression.ts";
import { type Operand, operandsOf } from "./operands.ts";
import { textOf } from "./text.ts";

/** How one traced quantity follows from others: at every step, in every row, for every unit. */
export interface Derivation {
  /** By its name in the trace. */
  readonly quantity: string;
  readonly expression: Expression;
  /** For a state's gradient: what comes back from the step after, which is all that the initial state's gradient is. Else null. */
  readonly ofInitialState: Expression | null;
  /** Such as `df = dc · c₋ · f (1 − f)`. */
  readonly text: string;
  readonly operands: readonly Operand[];
}

export function derive(quantity: string, expression: Expression, ofInitialState: Expression | null = null): Derivation {
  const text = `${quantity} = ${textOf(expression)}`;
  return { quantity, expression, ofInitialState, text, operands: operandsOf(expression) };
}
