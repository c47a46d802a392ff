import type { Optimizer } from "./optimizer.ts";

/** Scales all gradients together so that their global norm is at most `bound`. Pascanu, Mikolov and Bengio, 2013. First in a chain. */
export function clipByGlobalNorm(bound: number): Optimizer {
  return {
    slots: 0,
    apply: (_weights, { gradientNorm }, scale) => (gradientNorm * scale > bound ? bound / gradientNorm : scale),
  };
}

/** Clamps every element of the (scaled) gradients to [-bound, bound]. */
export function clipByValue(bound: number): Optimizer {
  return {
    slots: 0,
    apply({ kernels, size, gradients }, _update, scale) {
      kernels.clamp(size, bound / scale, gradients);
      return scale;
    },
  };
}
