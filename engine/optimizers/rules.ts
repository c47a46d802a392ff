import { type Optimizer, rateAt, type Schedule } from "./optimizer.ts";

export interface RateOption {
  readonly learningRate: Schedule;
}

export interface SgdOptions extends RateOption {
  /** μ: how much of the last step's velocity goes on; 0 for none, and then there is no slot. */
  readonly momentum?: number;
  /** Looks ahead along the velocity. Nesterov, 1983; in this form Sutskever, Martens, Dahl and Hinton, 2013. */
  readonly nesterov?: boolean;
  /**
   * False, as in PyTorch: v = μ v + dw, w -= α v. True, as in Keras: v = μ v + α dw, w -= v. With one learning rate for all steps they
   * are the same; where it changes, Keras' velocity keeps the rates of its past. Unused without momentum.
   */
  readonly rateInVelocity?: boolean;
}

/** w -= α dw; with momentum w -= α v or, after Nesterov, w -= α (dw + μ v). As `torch.optim.SGD` without dampening. Slot: v. */
export function sgd({ learningRate, momentum = 0, nesterov = false, rateInVelocity = false }: SgdOptions): Optimizer {
  if (momentum === 0) return plainSgd(learningRate);
  return {
    slots: 1,
    apply({ kernels, size, values, gradients, slots: [velocity] }, { step }, scale) {
      const rate = rateAt(learningRate, step);
      const [outer, inner] = rateInVelocity ? [1, scale * rate] : [rate, scale];
      kernels.sgdMomentum(size, outer, inner, momentum, nesterov ? 1 : 0, values, gradients, velocity);
      return scale;
    },
  };
}

function plainSgd(learningRate: Schedule): Optimizer {
  return {
    slots: 0,
    apply({ kernels, size, values, gradients }, { step }, scale) {
      kernels.sgd(size, rateAt(learningRate, step), scale, values, gradients);
      return scale;
    },
  };
}

export interface AdamOptions extends RateOption {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /**
   * False, as in PyTorch: epsilon is added to √(v / (1 - β₂ᵗ)). True, as in Keras: to √v, before the correction, so that it weighs
   * more in the first steps (the "ε hat" at the end of the paper's section 2).
   */
  readonly epsilonBeforeCorrection?: boolean;
}

/**
 * Adam: m and v are running means of dw and dw², w -= α m̂ / (√v̂ + ε) with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ). Kingma and Ba, 2015.
 * As `torch.optim.Adam`. Slots: m, v.
 */
export function adam(options: AdamOptions): Optimizer {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, epsilonBeforeCorrection = false } = options;
  return {
    slots: 2,
    apply({ kernels, size, values, gradients, slots: [m, v] }, { step }, scale) {
      const rate = rateAt(learningRate, step);
      const [correction1, correction2] = [1 - beta1 ** step, 1 - beta2 ** step];
      const outside = epsilonBeforeCorrection ? epsilon / Math.sqrt(correction2) : epsilon;
      kernels.adam(size, rate, scale, beta1, beta2, outside, correction1, correction2, values, gradients, m, v);
      return scale;
    },
  };
}

export interface AdamWOptions extends AdamOptions {
  /** λ. PyTorch's default is 0.01, Keras' 0.004. */
  readonly weightDecay?: number;
}

/**
 * Adam after w -= α λ w: the decay does not pass through the running means. Loshchilov and Hutter, 2019. As `torch.optim.AdamW`, which
 * decays all parameters, biases too. Slots: m, v.
 */
export function adamw({ weightDecay = 0.01, ...options }: AdamWOptions): Optimizer {
  const rule = adam(options);
  return {
    slots: rule.slots,
    apply(weights, update, scale) {
      const rate = rateAt(options.learningRate, update.step);
      weights.kernels.rescale(weights.size, 1 - rate * weightDecay, weights.values);
      return rule.apply(weights, update, scale);
    },
  };
}

/** Where a rule that divides by a root has its epsilon. */
export interface RootOptions extends RateOption {
  readonly epsilon?: number;
  /** False, as in PyTorch: dw / (√s + ε). True, as in Keras: dw / √(s + ε). */
  readonly epsilonInside?: boolean;
}

export interface RmspropOptions extends RootOptions {
  /** ρ: PyTorch's alpha, 0.99; Keras' rho, 0.9. */
  readonly decay?: number;
}

/** s = ρ s + (1 - ρ) dw²; w -= α dw / (√s + ε). Tieleman and Hinton, 2012 (lecture 6.5). As `torch.optim.RMSprop`. Slot: s. */
export function rmsprop({ learningRate, decay = 0.99, epsilon = 1e-8, epsilonInside = false }: RmspropOptions): Optimizer {
  const [inside, outside] = epsilonInside ? [epsilon, 0] : [0, epsilon];
  return {
    slots: 1,
    apply({ kernels, size, values, gradients, slots: [squares] }, { step }, scale) {
      kernels.rmsprop(size, rateAt(learningRate, step), scale, decay, inside, outside, values, gradients, squares);
      return scale;
    },
  };
}

export interface AdagradOptions extends RootOptions {
  /** What the sum of squares begins at: 0 in PyTorch, 0.1 in Keras. */
  readonly initialSum?: number;
}

/** s = s + dw²; w -= α dw / (√s + ε). Duchi, Hazan and Singer, 2011. As `torch.optim.Adagrad`. Slot: s without what it began at. */
export function adagrad({ learningRate, epsilon = 1e-10, epsilonInside = false, initialSum = 0 }: AdagradOptions): Optimizer {
  const [inside, outside] = epsilonInside ? [initialSum + epsilon, 0] : [initialSum, epsilon];
  return {
    slots: 1,
    apply({ kernels, size, values, gradients, slots: [sums] }, { step }, scale) {
      kernels.adagrad(size, rateAt(learningRate, step), scale, inside, outside, values, gradients, sums);
      return scale;
    },
  };
}
