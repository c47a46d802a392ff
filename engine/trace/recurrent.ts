import type { ActivationName } from "../kernels/activations.ts";
import {
  apply,
  back,
  before,
  between,
  blocksOf,
  clip,
  type Expression,
  element,
  input,
  into,
  now,
  option,
  product,
  slope,
  sum,
} from "./expression.ts";

// What all cells' derivations have in common.

/** h₋ as the recurrent kernel sees it. @param dropped whether recurrent dropout has a mask on it. */
export const recurrentInput = (dropped: boolean): Expression =>
  dropped ? product(before("h"), now("recurrentMask")) : before("h");

/** The biases of a cell by their names. */
export function biasesOf({
  bias = true,
  separateBiases,
}: {
  readonly bias?: boolean;
  readonly separateBiases?: boolean;
}): string[] {
  return ["bias", "recurrentBias"].slice(0, bias ? (separateBiases ? 2 : 1) : 0);
}

/** x · kernel and the biases of one gate: what is to be added up. */
export function inputPart(order: readonly string[], gate: string | undefined, biases: readonly string[]): Expression[] {
  return [into(input, blocksOf("kernel", order)(gate)), ...biases.map((name) => element(blocksOf(name, order)(gate)))];
}

/** Of h₋, through the recurrent kernel: the gradients of the products' gates, each by its transposed block. */
export function throughKernel(
  gradients: readonly (readonly [gate: string | undefined, gradient: Expression])[],
  order: readonly string[],
  dropped: boolean,
): Expression {
  const kernel = blocksOf("recurrentKernel", order);
  const whole = sum(...gradients.map(([gate, gradient]) => back(gradient, kernel(gate))));
  return dropped ? product(whole, now("recurrentMask")) : whole;
}

/** Of a gate's or a candidate's sum, which a bound may clip before. */
export const activated = (activation: ActivationName, total: Expression, gateClip: number | null | undefined): Expression =>
  apply(activation, gateClip ? clip(total, option("gateClip", gateClip)) : total);

/** The derivative of {@link activated}, told from its value. */
export const slopeOf = (activation: ActivationName, value: Expression, gateClip: number | null | undefined): Expression =>
  product(slope(activation, value), ...(gateClip ? [between(activation, value, option("gateClip", gateClip))] : []));
