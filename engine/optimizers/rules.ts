import { type Optimizer, rateAt, type Schedule } from "./optimizer.ts";

export interface RateOption {
  readonly learningRate: Schedule;
}

/** w -= α dw */
export function sgd({ learningRate }: RateOption): Optimizer {
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
}

/** Adam with PyTorch's defaults (Keras' epsilon is 1e-7). Slots: the running means of the gradient and of its square. */
export function adam({ learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions): Optimizer {
  return {
    slots: 2,
    apply({ kernels, size, values, gradients, slots: [m, v] }, { step }, scale) {
      const rate = rateAt(learningRate, step);
      const [correction1, correction2] = [1 - beta1 ** step, 1 - beta2 ** step];
      kernels.adam(size, rate, scale, beta1, beta2, epsilon, correction1, correction2, values, gradients, m, v);
      return scale;
    },
  };
}

export interface AdagradOptions extends RateOption {
  readonly epsilon?: number;
}

/** Adagrad with PyTorch's defaults. Slot: the sum of the gradient's squares. */
export function adagrad({ learningRate, epsilon = 1e-10 }: AdagradOptions): Optimizer {
  return {
    slots: 1,
    apply({ kernels, size, values, gradients, slots: [sums] }, { step }, scale) {
      kernels.adagrad(size, rateAt(learningRate, step), scale, epsilon, values, gradients, sums);
      return scale;
    },
  };
}
