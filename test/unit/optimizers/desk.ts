import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import { createArena, type Precision } from "../../../engine/memory/arena.ts";
import type { Optimizer, Weights } from "../../../engine/optimizers/optimizer.ts";

/** Gradients of four steps for two weights. */
export const gradients = [
  [3, -4],
  [0.5, 0.25],
  [-1, 2],
  [0.125, -3],
];

/** Two weights, their gradients and three slots, in one arena. */
export class Desk {
  readonly floats;
  readonly #optimizer: Optimizer;
  readonly weights: Weights;

  constructor(optimizer: Optimizer, precision: Precision = "float64") {
    const arena = createArena(10, 0, precision);
    this.floats = arena.floats;
    this.floats.set([1, 2]);
    this.#optimizer = optimizer;
    this.weights = {
      kernels: referenceKernels(arena),
      ...{ size: 2, values: 0, gradients: 2, slots: [4, 6, 8], from: 0 },
      variables: [
        { path: "kernel", runs: [{ from: 0, size: 1 }] },
        { path: "bias", runs: [{ from: 1, size: 1 }] },
      ],
      lookUps: [],
    };
  }

  get values(): number[] {
    return [...this.floats.subarray(0, 2)];
  }

  /** @param step counted from 1 @param age where it is not the step */
  step(step: number, age = step): number[] {
    const gradient = gradients[(step - 1) % gradients.length]!;
    this.floats.set(gradient, 2);
    this.#optimizer.apply(this.weights, { step, age, gradientNorm: Math.hypot(...gradient) }, 1);
    return this.values;
  }
}

/** The weights after each of the steps. */
export function run(optimizer: Optimizer): number[][] {
  const desk = new Desk(optimizer);
  return gradients.map((_, place) => desk.step(place + 1));
}

/** The same by hand: the change of one weight, from its value, its gradient, the step and a memory of its own. */
export type Rule = (weight: number, gradient: number, step: number, memory: number[]) => number;

export function byHand(rule: Rule): number[][] {
  const weights = [1, 2];
  const memories = [
    [0, 0],
    [0, 0],
  ];
  return gradients.map((gradient, place) => {
    for (const [i, element] of gradient.entries()) weights[i]! += rule(weights[i]!, element, place + 1, memories[i]!);
    return [...weights];
  });
}

/** Of every weight after every step, relative to its size. */
export function largestDifference(ours: number[][], theirs: number[][]): number {
  const other = theirs.flat();
  return Math.max(...ours.flat().map((value, i) => Math.abs(value - other[i]!) / Math.max(1, Math.abs(other[i]!))));
}
