import type { Kernels } from "../kernels/kernels.ts";

/** The weights that an optimizer moves: stretches of the arena, all of the same size and layout. */
export interface Weights {
  readonly kernels: Kernels;
  readonly size: number;
  readonly values: number;
  readonly gradients: number;
  /** At least as many as the optimizer asks for. */
  readonly slots: readonly number[];
}

export interface Update {
  /** Counted from 1. */
  readonly step: number;
  /** Global norm of the gradients, before any clipping. */
  readonly gradientNorm: number;
}

/**
 * A link of the chain from gradients to new weights: clipping, or a rule of update. Gradients stay in memory as the loss gave them
 * (the views show them so); what they are multiplied by travels along the chain as `scale`.
 */
export interface Optimizer {
  /** Arrays of the size of the weights that it keeps from step to step, zero before the first. */
  readonly slots: number;
  /** @returns the scale for the next link. */
  apply(weights: Weights, update: Update, scale: number): number;
}

/** A learning rate, or one for each step (counted from 1). */
export type Schedule = number | ((step: number) => number);

export const rateAt = (schedule: Schedule, step: number): number => (typeof schedule === "number" ? schedule : schedule(step));

/** One after another: clipping first, the rule of update last. */
export function chain(...links: readonly Optimizer[]): Optimizer {
  return {
    slots: links.reduce((sum, link) => sum + link.slots, 0),
    apply(weights, update, scale) {
      let first = 0;
      let product = scale;
      for (const link of links) {
        const own = first === 0 ? weights : { ...weights, slots: weights.slots.slice(first) };
        product = link.apply(own, update, product);
        first += link.slots;
      }
      return product;
    },
  };
}
