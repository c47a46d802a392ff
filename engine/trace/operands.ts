import type { Expression } from "./expression.ts";

/** What a derivation reads. */
export interface Operand {
  /** A traced quantity, a parameter of the cell, its input x, or an option's name. */
  readonly name: string;
  readonly role: "quantity" | "parameter" | "input" | "option";
  /** Step, counted from the derived number's. */
  readonly time: -1 | 0 | 1;
  /** Which block of a parameter; null for all else. */
  readonly gate: string | null;
  /**
   * Which elements: `element`, of the same unit; `units`, all of the row; `column` and `row`, this unit's in a matrix, as the product
   * x · kernel and the product with a kernel transposed read it.
   */
  readonly pattern: "element" | "units" | "column" | "row";
}

/** Each operand once, in the formula's order. */
export function operandsOf(expression: Expression): readonly Operand[] {
  const found = new Map<string, Operand>();
  for (const operand of collect(expression, "element")) found.set(JSON.stringify(operand), operand);
  return [...found.values()];
}

function collect(expression: Expression, pattern: "element" | "units"): readonly Operand[] {
  switch (expression.kind) {
    case "quantity":
      return [{ name: expression.name, role: "quantity", time: expression.time, gate: null, pattern }];
    case "option":
      return [{ name: expression.name, role: "option", time: 0, gate: null, pattern: "element" }];
    case "input":
      return [{ name: "x", role: "input", time: 0, gate: null, pattern }];
    case "vector":
      return [{ name: expression.block.parameter, role: "parameter", time: 0, gate: expression.block.gate, pattern }];
    case "into":
    case "back": {
      const { parameter, gate } = expression.block;
      const reads = expression.kind === "into" ? "column" : "row";
      return [...collect(expression.vector, "units"), { name: parameter, role: "parameter", time: 0, gate, pattern: reads }];
    }
    case "sum":
    case "product":
      return expression.of.flatMap((part) => collect(part, pattern));
    case "difference":
      return [...collect(expression.from, pattern), ...collect(expression.subtract, pattern)];
    case "oneMinus":
    case "apply":
    case "slope":
      return collect(expression.of, pattern);
    case "clip":
    case "within":
    case "between":
      return [...collect(expression.of, pattern), ...collect(expression.bound, pattern)];
    case "mean":
    case "inverseDeviation":
      return collect(expression.of, "units");
    default:
      return expression satisfies never;
  }
}
