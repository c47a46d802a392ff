import type { Kernels } from "../kernels/kernels.ts";
import type { LookUps, Variable, Weights } from "./optimizer.ts";

/** A part of the weights that is moved from one to the next, so that a step takes no memory. */
export class Stretch implements Weights {
  kernels!: Kernels;
  size = 0;
  values = 0;
  gradients = 0;
  readonly slots: number[] = [];
  from = 0;
  variables: readonly Variable[] = [];
  lookUps: readonly LookUps[] = [];

  /** @param from place among all weights of the model @param firstSlot of the slots: those before it are another's */
  move(whole: Weights, from: number, size: number, firstSlot = 0): this {
    const shift = from - whole.from;
    this.kernels = whole.kernels;
    this.size = size;
    this.values = whole.values + shift;
    this.gradients = whole.gradients + shift;
    this.slots.length = whole.slots.length - firstSlot;
    for (let s = 0; s < this.slots.length; s++) this.slots[s] = whole.slots[firstSlot + s]! + shift;
    this.from = from;
    this.variables = whole.variables;
    this.lookUps = whole.lookUps;
    return this;
  }
}

/** Where a run begins and ends within a stretch; nothing of it where the end is not behind the beginning. */
export const beginningIn = (weights: Weights, from: number): number => Math.max(weights.from, from);
export const endIn = (weights: Weights, end: number): number => Math.min(weights.from + weights.size, end);
