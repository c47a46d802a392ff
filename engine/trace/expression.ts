import type { ActivationName } from "../kernels/activations.ts";

/**
 * How a traced number follows from others, as a small tree: one source for the formula's text, the list of operands, and the evaluation.
 * It is read at one step t, row n and unit j; a quantity's time is counted from t.
 */
export type Expression =
  | Quantity
  | Option
  | VectorElement
  | ProductInto
  | ProductBack
  | { readonly kind: "input" }
  | { readonly kind: "sum" | "product"; readonly of: readonly Expression[] }
  | { readonly kind: "difference"; readonly from: Expression; readonly subtract: Expression }
  | { readonly kind: "oneMinus"; readonly of: Expression }
  | { readonly kind: "apply" | "slope"; readonly activation: ActivationName; readonly of: Expression }
  | { readonly kind: "clip" | "within"; readonly of: Expression; readonly bound: Option }
  | { readonly kind: "between"; readonly activation: ActivationName; readonly of: Expression; readonly bound: Option }
  | { readonly kind: "mean"; readonly of: Expression; readonly units: number }
  | { readonly kind: "inverseDeviation"; readonly of: Expression; readonly units: number; readonly epsilon: number };

/** A traced number of this unit. */
export interface Quantity {
  readonly kind: "quantity";
  readonly name: string;
  /** Of this step, the one before it or the one after it. */
  readonly time: -1 | 0 | 1;
}

/** A number of the configuration. */
export interface Option {
  readonly kind: "option";
  readonly name: string;
  readonly value: number;
}

/** A block of H columns in a parameter, by its gate and its place. */
export interface GateBlock {
  readonly parameter: string;
  /** Null where the parameter has but one block. */
  readonly gate: string | null;
  readonly place: number;
}

/** This unit's element of a vector. */
export interface VectorElement {
  readonly kind: "vector";
  readonly block: GateBlock;
}

/** Σ_k vector_k · matrix[k, this unit]: a row of a product with a kernel. */
export interface ProductInto {
  readonly kind: "into";
  readonly vector: Expression;
  readonly block: GateBlock;
}

/** Σ_k vector_k · matrix[this unit, k]: a row of a product with a kernel transposed. */
export interface ProductBack {
  readonly kind: "back";
  readonly vector: Expression;
  readonly block: GateBlock;
}

export const now = (name: string): Quantity => ({ kind: "quantity", name, time: 0 });
export const before = (name: string): Quantity => ({ kind: "quantity", name, time: -1 });
/** Nothing comes back to the last step from later ones: there it is 0. */
export const after = (name: string): Quantity => ({ kind: "quantity", name, time: 1 });
export const option = (name: string, value: number): Option => ({ kind: "option", name, value });
export const input: Expression = { kind: "input" };

/** Of nothing, 0. */
export const sum = (...of: readonly Expression[]): Expression => (of.length === 1 ? of[0]! : { kind: "sum", of });
export const zero: Expression = sum();
/** Of nothing, 1. */
export const one: Expression = { kind: "product", of: [] };
export const product = (...of: readonly Expression[]): Expression => {
  const factors = of.filter((factor) => factor !== one);
  if (factors.length === 0) return one;
  return factors.length === 1 ? factors[0]! : { kind: "product", of: factors };
};
export const difference = (from: Expression, subtract: Expression): Expression => ({ kind: "difference", from, subtract });
export const oneMinus = (of: Expression): Expression => ({ kind: "oneMinus", of });
export const apply = (activation: ActivationName, of: Expression): Expression =>
  activation === "linear" ? of : { kind: "apply", activation, of };
/** The derivative of an activation, told from the activation's value. */
export const slope = (activation: ActivationName, of: Expression): Expression =>
  activation === "linear" ? one : { kind: "slope", activation, of };
export const clip = (of: Expression, bound: Option): Expression => ({ kind: "clip", of, bound });
/** 1 where |of| is below the bound, else 0. */
export const within = (of: Expression, bound: Option): Expression => ({ kind: "within", of, bound });
/** 1 where `of` is a value of the activation between those at -bound and at +bound, else 0: where what it is the value of was not clipped. */
export const between = (activation: ActivationName, of: Expression, bound: Option): Expression => ({
  kind: "between",
  activation,
  of,
  bound,
});
/** Over all units. */
export const mean = (of: Expression, units: number): Expression => ({ kind: "mean", of, units });
/** 1 / √(variance over all units + ε). */
export const inverseDeviation = (of: Expression, units: number, epsilon: number): Expression => ({
  kind: "inverseDeviation",
  of,
  units,
  epsilon,
});

/** A parameter's blocks by their gates. @param order of the gates in it; none for a parameter of one block. */
export function blocksOf(parameter: string, order: readonly string[] = []): (gate?: string) => GateBlock {
  return (gate) => ({ parameter, gate: gate ?? null, place: gate === undefined ? 0 : order.indexOf(gate) });
}

export const element = (block: GateBlock): VectorElement => ({ kind: "vector", block });
export const into = (vector: Expression, block: GateBlock): ProductInto => ({ kind: "into", vector, block });
export const back = (vector: Expression, block: GateBlock): ProductBack => ({ kind: "back", vector, block });
