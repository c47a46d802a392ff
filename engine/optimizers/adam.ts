import { formulas } from "./formulas.ts";
import { ageOf, type Optimizer, rateAt } from "./optimizer.ts";
import { checkRule, complete, type Memory, type RootOptions, type Rule, refusal } from "./rule.ts";

export interface AdamOptions extends RootOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  /** The largest v so far stands for v: the root never shrinks. Reddi, Kale and Kumar, 2018. PyTorch's and Keras'. */
  readonly amsgrad?: boolean;
  /**
   * False, as in PyTorch: epsilon is added to √(v / (1 - β₂ᵗ)). True, as in Keras and TensorFlow: to √v, before the correction, so that it
   * weighs more in the first steps (the "ε hat" at the end of the paper's section 2). The formula's where left out.
   */
  readonly epsilonBeforeCorrection?: boolean | null;
}

/**
 * Adam: m and v are running means of dw and dw², w -= α m̂ / (√v̂ + ε) with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ). Kingma and Ba, 2015.
 * As `torch.optim.Adam`, `keras.optimizers.Adam`, `tf.compat.v1.train.AdamOptimizer`. Slots: m, v, with amsgrad the largest v.
 * @throws EngineError `badConfiguration` for options that mean nothing together.
 */
export function adam(options: AdamOptions): Optimizer {
  checkAdam("adam", options);
  return complete(ruleOf(options), memoryOf(options), options);
}

/**
 * Adam after w -= α λ w: the decay does not pass through the running means. Loshchilov and Hutter, 2019. As `torch.optim.AdamW` (λ is 0.01)
 * and `keras.optimizers.AdamW` (0.004), which decay all parameters, biases too. Slots as Adam's.
 * @throws EngineError `badConfiguration` for options that mean nothing together, and for TensorFlow's formula: it has none.
 */
export function adamw(options: AdamOptions): Optimizer {
  const usual = formulas[options.formula ?? "pytorch"].adamw;
  if (usual === null) throw refusal("adamw: there is none in TensorFlow", "Take Keras' formula, or adam with a weightDecay.");
  const decaying = { ...options, weightDecay: options.weightDecay ?? usual.weightDecay };
  checkAdam("adamw", decaying);
  return complete(ruleOf(decaying), memoryOf(options), decaying);
}

const memoryOf = ({ amsgrad }: AdamOptions): Memory => ({ slots: amsgrad ? ["m", "v", "largest"] : ["m", "v"] });

function ruleOf({ learningRate, beta1 = 0.9, beta2 = 0.999, amsgrad = false, l2 = 0, ...options }: AdamOptions): Rule {
  const usual = formulas[options.formula ?? "pytorch"].adam;
  const epsilon = options.epsilon ?? usual.epsilon;
  const before = options.epsilonBeforeCorrection ?? usual.epsilonBeforeCorrection;
  return ({ kernels, size, values, gradients, slots }, update, scale, squares) => {
    const rate = rateAt(learningRate, update.step);
    const age = ageOf(update);
    const correction1 = 1 - beta1 ** age;
    const correction2 = 1 - beta2 ** age;
    const outside = before ? epsilon / Math.sqrt(correction2) : epsilon;
    kernels.adam(
      size,
      rate,
      scale,
      beta1,
      beta2,
      outside,
      correction1,
      correction2,
      l2,
      values,
      gradients,
      slots[0]!,
      slots[1]!,
      amsgrad ? slots[2]! : -1,
      squares,
    );
  };
}

function checkAdam(name: string, options: AdamOptions): void {
  checkRule(name, options);
  if (options.amsgrad && options.formula === "tensorflow")
    throw refusal(`${name}: TensorFlow has no amsgrad`, "Take Keras' formula, whose epsilon is 1e-7, or leave amsgrad out.");
}
