import { formulas } from "./formulas.ts";
import { type Optimizer, rateAt } from "./optimizer.ts";
import { checkRule, complete, type RootOptions, type Rule, refusal } from "./rule.ts";

export interface AdagradOptions extends RootOptions {
  /** What the sum of squares begins at: 0 in PyTorch, 0.1 in Keras and TensorFlow. */
  readonly initialAccumulator?: number | null;
  /** An older name of it. */
  readonly initialSum?: number | null;
  /** False, as in PyTorch: dw / (√s + ε). True, as in Keras: dw / √(s + ε). The formula's where left out. */
  readonly epsilonInside?: boolean | null;
}

/**
 * s = s + dw²; w -= α dw / (√s + ε). Duchi, Hazan and Singer, 2011. As `torch.optim.Adagrad`, `keras.optimizers.Adagrad`, and
 * `tf.compat.v1.train.AdagradOptimizer`, which has no epsilon. Slot: s.
 * @throws EngineError `badConfiguration` for options that mean nothing together.
 */
export function adagrad(options: AdagradOptions): Optimizer {
  checkAdagrad(options);
  const usual = formulas[options.formula ?? "pytorch"].adagrad;
  const beginning = options.initialAccumulator ?? options.initialSum ?? usual.initialAccumulator;
  return complete(ruleOf(options), { slots: ["sums"], beginning: [[0, beginning]] }, options);
}

function ruleOf({ learningRate, l2 = 0, ...options }: AdagradOptions): Rule {
  const usual = formulas[options.formula ?? "pytorch"].adagrad;
  const epsilon = options.epsilon ?? usual.epsilon;
  const [inside, outside] = (options.epsilonInside ?? usual.epsilonInside) ? [epsilon, 0] : [0, epsilon];
  return ({ kernels, size, values, gradients, slots }, { step }, scale, squares) =>
    kernels.adagrad(size, rateAt(learningRate, step), scale, inside, outside, l2, values, gradients, slots[0]!, squares);
}

function checkAdagrad(options: AdagradOptions): void {
  checkRule("adagrad", options);
  const { formula, epsilon, initialAccumulator, initialSum } = options;
  if (typeof initialAccumulator === "number" && typeof initialSum === "number")
    throw refusal("adagrad: initialAccumulator and initialSum are one thing", "Leave initialSum out.");
  if (formula !== "tensorflow") return;
  if (typeof epsilon === "number")
    throw refusal("adagrad: TensorFlow's has no epsilon", "Leave it out, or take another formula.");
  if ((initialAccumulator ?? initialSum) === 0)
    throw refusal("adagrad: initialAccumulator is 0, must be above 0 in TensorFlow's formula", "Leave it out for 0.1.");
}
