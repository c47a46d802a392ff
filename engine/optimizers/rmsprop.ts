import { formulas } from "./formulas.ts";
import { type Optimizer, rateAt } from "./optimizer.ts";
import { checkRule, complete, type RootOptions, type Rule } from "./rule.ts";

export interface RmspropOptions extends RootOptions {
  /** ρ: PyTorch's alpha, 0.99; Keras' rho and TensorFlow's decay, 0.9. */
  readonly decay?: number | null;
  /** μ: how much of the last step's velocity goes on; 0 for none. */
  readonly momentum?: number;
  /** Divides by the root of the variance in place of the mean square. Graves, 2013. */
  readonly centered?: boolean;
  /** False, as in PyTorch: dw / (√s + ε). True, as in Keras: dw / √(s + ε). The formula's where left out. */
  readonly epsilonInside?: boolean | null;
}

/**
 * s = ρ s + (1 - ρ) dw²; w -= α dw / (√s + ε). Tieleman and Hinton, 2012 (lecture 6.5). `centered`: a = ρ a + (1 - ρ) dw, and s - a² for s.
 * With momentum, as PyTorch: b = μ b + dw / (√s + ε), w -= α b; as Keras and TensorFlow: b = μ b + α dw / √(s + ε), w -= b.
 * As `torch.optim.RMSprop`, `keras.optimizers.RMSprop`, `tf.compat.v1.train.RMSPropOptimizer`, where s begins at 1. Slots: s, a, b.
 * @throws EngineError `badConfiguration` for options that mean nothing together.
 */
export function rmsprop(options: RmspropOptions): Optimizer {
  checkRule("rmsprop", options);
  const { initialSquares } = formulas[options.formula ?? "pytorch"].rmsprop;
  const slots = ["squares", ...(options.centered ? ["means"] : []), ...(options.momentum ? ["velocity"] : [])];
  return complete(ruleOf(options), { slots, beginning: [[0, initialSquares]] }, options);
}

function ruleOf({ learningRate, momentum = 0, centered = false, l2 = 0, ...options }: RmspropOptions): Rule {
  const usual = formulas[options.formula ?? "pytorch"].rmsprop;
  const decay = options.decay ?? usual.decay;
  const epsilon = options.epsilon ?? usual.epsilon;
  const [inside, outside] = (options.epsilonInside ?? usual.epsilonInside) ? [epsilon, 0] : [0, epsilon];
  return ({ kernels, size, values, gradients, slots }, { step }, scale, squares) => {
    const rate = rateAt(learningRate, step);
    // Without momentum the two ways are the same.
    const inVelocity = usual.rateInVelocity || momentum === 0;
    kernels.rmsprop(
      size,
      inVelocity ? 1 : rate,
      inVelocity ? rate : 1,
      scale,
      decay,
      inside,
      outside,
      momentum,
      l2,
      values,
      gradients,
      slots[0]!,
      centered ? slots[1]! : -1,
      momentum === 0 ? -1 : slots[centered ? 2 : 1]!,
      squares,
    );
  };
}
