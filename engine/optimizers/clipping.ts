import { clampLookUps, inParts, type Parts, squaresOfLookUps } from "./lookUps.ts";
import type { Divider, Optimizer, Run, Weights } from "./optimizer.ts";
import { beginningIn, endIn, Stretch } from "./stretch.ts";

export interface ClippingOptions {
  readonly bound: number;
  /**
   * `separate`: rows of an embedding that are looked up several times count each time by themselves, as TensorFlow has their gradients.
   * `summed`, where left out: as in PyTorch and JAX.
   */
  readonly lookUps?: "summed" | "separate";
}

export interface NormClippingOptions extends ClippingOptions {
  /** Added to the norm: 1e-6 in PyTorch's `clip_grad_norm_`, nothing where left out. */
  readonly epsilon?: number;
}

/**
 * Scales all gradients together so that their global norm is at most `bound`: by bound · min(1 / norm, 1 / bound), as TensorFlow's
 * `clip_by_global_norm`, Keras' `global_clipnorm` and optax; with an epsilon by min(1, bound / (norm + ε)), as PyTorch. Pascanu, Mikolov and
 * Bengio, 2013. Before other clipping in a chain.
 */
export function clipByGlobalNorm(given: number | NormClippingOptions): Optimizer {
  const { bound, epsilon = 0, lookUps } = optionsOf(given);
  const separate = lookUps === "separate";
  return {
    slots: 0,
    readsNorm: true,
    apply(weights, { gradientNorm }, scale) {
      const own = separate ? Math.sqrt(squaresOfLookUps(weights, weights.from, weights.size)) : gradientNorm;
      const norm = own * scale + epsilon;
      return norm > bound ? (scale * bound) / norm : scale;
    },
  };
}

/** Scales the gradient of each weight by itself so that its norm is at most `bound`: Keras' `clipnorm`. Hands on the smallest factor. */
export function clipByNormEach(given: number | ClippingOptions): Divider {
  const { bound, lookUps } = optionsOf(given);
  const separate = lookUps === "separate";
  const part = new Stretch();
  return {
    slots: 0,
    divide(weights, update, scale, next) {
      let smallest = scale;
      for (const { runs } of weights.variables) {
        const norm = scale * normOf(weights, runs, separate);
        const own = norm > bound ? (scale * bound) / norm : scale;
        smallest = Math.min(smallest, own);
        for (const { from, size } of runs) {
          const first = beginningIn(weights, from);
          const count = endIn(weights, from + size) - first;
          if (count > 0) next(part.move(weights, first, count), update, own);
        }
      }
      return smallest;
    },
  };
}

/** Clamps every element of the (scaled) gradients to [-bound, bound], where they lie: Keras' `clipvalue`, PyTorch's `clip_grad_value_`. */
export function clipByValue(given: number | ClippingOptions): Optimizer {
  const { bound, lookUps } = optionsOf(given);
  if (lookUps === "separate") return clipLookUpsByValue(bound);
  return {
    slots: 0,
    uneven: true,
    apply({ kernels, size, gradients }, _update, scale) {
      kernels.clamp(size, bound / scale, gradients);
      return scale;
    },
  };
}

function clipLookUpsByValue(bound: number): Optimizer {
  const part = new Stretch();
  const parts: Parts = {
    plain: ({ kernels, size, gradients }, _update, scale) => kernels.clamp(size, bound / scale, gradients),
    lookedUp: (weights, lookUps, _update, scale) => clampLookUps(weights, lookUps, bound / scale),
  };
  return {
    slots: 0,
    uneven: true,
    apply(weights, update, scale) {
      inParts(weights, part, parts, update, scale);
      return scale;
    },
  };
}

const optionsOf = (given: number | NormClippingOptions): NormClippingOptions =>
  typeof given === "number" ? { bound: given } : given;

function normOf(weights: Weights, runs: readonly Run[], separate: boolean): number {
  let sum = 0;
  for (const { from, size } of runs)
    sum += separate
      ? squaresOfLookUps(weights, from, size)
      : weights.kernels.sumOfSquares(size, weights.gradients + from - weights.from);
  return Math.sqrt(sum);
}
