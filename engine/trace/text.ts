import type { ActivationName } from "../kernels/activations.ts";
import type { Expression, GateBlock, Quantity } from "./expression.ts";

/** The formula in the literature's symbols; ₋ is the step before, ₊ the step after. `f (1 − f)` is σ's derivative at its value f. */
export function textOf(expression: Expression): string {
  switch (expression.kind) {
    case "quantity":
      return symbolOf(expression);
    case "option":
      return expression.name;
    case "vector":
      return blockText(expression.block);
    case "input":
      return "x";
    case "into":
      return `${vectorText(expression.vector)} · ${blockText(expression.block)}`;
    case "back":
      return `${vectorText(expression.vector)} · ${blockText(expression.block)}ᵀ`;
    case "sum":
      return expression.of.map(textOf).join(" + ") || "0";
    case "product":
      return expression.of.map(factor).join(" · ") || "1";
    case "difference":
      return `${textOf(expression.from)} − ${factor(expression.subtract)}`;
    case "oneMinus":
      return `1 − ${factor(expression.of)}`;
    case "apply":
      return `${functionNames[expression.activation]}(${textOf(expression.of)})`;
    case "slope":
      return slopeTexts[expression.activation](textOf(expression.of));
    case "clip":
      return `clip(${textOf(expression.of)}, ±${textOf(expression.bound)})`;
    case "within":
      return `[|${textOf(expression.of)}| < ${textOf(expression.bound)}]`;
    case "between":
      return betweenText(functionNames[expression.activation], textOf(expression.of), textOf(expression.bound));
    case "mean":
      return `mean(${textOf(expression.of)})`;
    case "inverseDeviation":
      return `1 / √(variance(${textOf(expression.of)}) + ${expression.epsilon})`;
    default:
      return expression satisfies never;
  }
}

const symbolOf = ({ name, time }: Quantity): string => name + (time === 0 ? "" : time < 0 ? "₋" : "₊");

const blockText = ({ parameter, gate }: GateBlock): string => (gate === null ? parameter : `${parameter}_${gate}`);

const functionNames: Readonly<Record<ActivationName, string>> = {
  sigmoid: "σ",
  hardSigmoid: "hardSigmoid",
  hardSigmoidKeras3: "hardSigmoidKeras3",
  tanh: "tanh",
  relu: "max0",
  linear: "",
  softsign: "softsign",
};

const slopeTexts: Readonly<Record<ActivationName, (value: string) => string>> = {
  sigmoid: (value) => `${value} (1 − ${value})`,
  hardSigmoid: (value) => `0.2 [0 < ${value} < 1]`,
  hardSigmoidKeras3: (value) => `1/6 [0 < ${value} < 1]`,
  tanh: (value) => `(1 − ${value}²)`,
  relu: (value) => `[${value} > 0]`,
  linear: () => "1",
  softsign: (value) => `(1 − |${value}|)²`,
};

/** `[σ(−bound) < i < σ(bound)]`; the bounds themselves where there is no activation. */
function betweenText(activation: string, value: string, bound: string): string {
  return activation === "" ? `[|${value}| < ${bound}]` : `[${activation}(−${bound}) < ${value} < ${activation}(${bound})]`;
}

/** h₋ · mask is a product of elements, and the product with a kernel is one of rows. */
const vectorText = (vector: Expression): string => (vector.kind === "product" ? `(${textOf(vector)})` : factor(vector));

/** In parentheses where a product would otherwise read wrong. */
function factor(expression: Expression): string {
  const text = textOf(expression);
  return ["sum", "difference", "oneMinus", "inverseDeviation"].includes(expression.kind) ? `(${text})` : text;
}
