import { back, before, blocksOf, type Expression, element, input, into, now, product, sum } from "./expression.ts";

// What all cells' derivations have in common.

/** h₋ as the recurrent kernel sees it. @param dropped whether recurrent dropout has a mask on it. */
export const recurrentInput = (dropped: boolean): Expression =>
  dropped ? product(before("h"), now("recurrentMask")) : before("h");

/** x · kernel + bias of one gate. */
export function inputPart(order: readonly string[], gate: string | undefined, biases: readonly string[]): Expression {
  return sum(into(input, blocksOf("kernel", order)(gate)), ...biases.map((name) => element(blocksOf(name, order)(gate))));
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
