import { formulas } from "./formulas.ts";
import { ageOf, type Optimizer, rateAt } from "./optimizer.ts";
import { checkRule, complete, type Rule, type RuleOptions, refusal } from "./rule.ts";

export interface SgdOptions extends RuleOptions {
  /** μ: how much of the last step's velocity goes on; 0 for none, and then there is no slot. */
  readonly momentum?: number;
  /** Looks ahead along the velocity. Nesterov, 1983; in this form Sutskever, Martens, Dahl and Hinton, 2013. */
  readonly nesterov?: boolean;
  /** τ: v = μ v + (1 - τ) dw from the second step on, as in PyTorch. */
  readonly dampening?: number;
  /**
   * False, as in PyTorch: v = μ v + dw, w -= α v. True, as in Keras: v = μ v + α dw, w -= v. With one learning rate for all steps they
   * are the same; where it changes, Keras' velocity keeps the rates of its past. The formula's where left out; unused without momentum.
   */
  readonly rateInVelocity?: boolean | null;
}

/**
 * w -= α dw; with momentum w -= α v or, after Nesterov, w -= α (dw + μ v). As `torch.optim.SGD`, `keras.optimizers.SGD`, and TensorFlow's
 * `GradientDescentOptimizer` and `MomentumOptimizer`. Slot: v.
 * @throws EngineError `badConfiguration` for options that mean nothing together.
 */
export function sgd(options: SgdOptions): Optimizer {
  checkSgd(options);
  if (options.momentum) return complete(withMomentum(options), { slots: ["velocity"] }, options);
  return complete(plain(options), { slots: [] }, options);
}

function plain({ learningRate, l2 = 0 }: SgdOptions): Rule {
  return ({ kernels, size, values, gradients }, { step }, scale) =>
    kernels.sgd(size, rateAt(learningRate, step), scale, l2, values, gradients);
}

function withMomentum({ learningRate, formula, momentum = 0, nesterov, dampening = 0, l2 = 0, ...options }: SgdOptions): Rule {
  const rateInVelocity = options.rateInVelocity ?? formulas[formula ?? "pytorch"].sgd.rateInVelocity;
  const look = nesterov ? 1 : 0;
  return ({ kernels, size, values, gradients, slots }, update, scale) => {
    const rate = rateAt(learningRate, update.step);
    const outer = rateInVelocity ? 1 : rate;
    const inner = (rateInVelocity ? rate : 1) * (ageOf(update) === 1 ? 1 : 1 - dampening);
    kernels.sgdMomentum(size, outer, inner * scale, momentum, look, inner * l2, values, gradients, slots[0]!);
  };
}

function checkSgd(options: SgdOptions): void {
  checkRule("sgd", options);
  const { momentum = 0, nesterov = false, dampening = 0, formula } = options;
  const advice = "Give a momentum, such as 0.9, or leave it out.";
  if (nesterov && momentum === 0) throw refusal("sgd: nesterov looks ahead along a velocity, and momentum is 0", advice);
  if (dampening === 0) return;
  if (momentum === 0) throw refusal("sgd: dampening is of the velocity, and momentum is 0", advice);
  if (nesterov) throw refusal("sgd: nesterov has no dampening", "Leave one of the two out.");
  if (formula === "keras" || formula === "tensorflow")
    throw refusal(`sgd: dampening is PyTorch's, and the formula is ${formula}`, "Leave one of the two out.");
}
