import { describe, expect, test } from "vitest";
import { adagrad, adam, clipByGlobalNorm, clipByValue, sgd } from "../../../engine/api/optimizers.ts";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import { createArena } from "../../../engine/memory/arena.ts";
import { chain } from "../../../engine/optimizers/chain.ts";
import type { Optimizer } from "../../../engine/optimizers/optimizer.ts";
import { plainOptimizer, slotsOf } from "./plainModel.ts";

/** Gradients of three steps for two weights. */
const gradients = [
  [3, -4],
  [0.5, 0.25],
  [-1, 2],
];

/** All of the model's weights, of which nothing is known. */
const whole = { from: 0, variables: [], lookUps: [] };

/** Weights after each step, from [1, 2]. */
function run(optimizer: Optimizer): number[][] {
  const { floats, ints } = createArena(16, 0, "float64");
  const kernels = referenceKernels({ floats, ints });
  floats.set([1, 2]);
  return gradients.map((gradient, place) => {
    floats.set(gradient, 2);
    const weights = { kernels, size: 2, values: 0, gradients: 2, slots: [4, 6], ...whole };
    optimizer.apply(weights, { step: place + 1, gradientNorm: Math.hypot(...gradient) }, 1);
    return [...floats.subarray(0, 2)];
  });
}

/** The same by hand: `rule` gives the change of one weight, with a memory of its own. */
function byHand(rule: (gradient: number, step: number, memory: number[]) => number, factor = (_norm: number) => 1): number[][] {
  const weights = [1, 2];
  const memories = [
    [0, 0],
    [0, 0],
  ];
  return gradients.map((gradient, place) =>
    gradient.map((element, i) => {
      weights[i] += rule(element * factor(Math.hypot(...gradient)), place + 1, memories[i]);
      return weights[i];
    }),
  );
}

function expectClose(ours: number[][], theirs: number[][]): void {
  for (const [i, value] of ours.flat().entries()) expect(value).toBeCloseTo(theirs.flat()[i], 13);
}

const adamByHand =
  (rate: number, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8) =>
  (g: number, step: number, memory: number[]) => {
    memory[0] = beta1 * memory[0] + (1 - beta1) * g;
    memory[1] = beta2 * memory[1] + (1 - beta2) * g * g;
    const mean = memory[0] / (1 - beta1 ** step);
    const square = memory[1] / (1 - beta2 ** step);
    return (-rate * mean) / (Math.sqrt(square) + epsilon);
  };

describe("rules of update", () => {
  test("SGD goes down the gradient", () => {
    expect(run(sgd({ learningRate: 0.1 }))[0]).toEqual([1 - 0.1 * 3, 2 + 0.1 * 4]);
  });

  test("Adam corrects the bias of both means", () => {
    expectClose(run(adam({ learningRate: 0.1 })), byHand(adamByHand(0.1)));
    expectClose(run(adam({ learningRate: 0.2, beta1: 0.5, beta2: 0.9, epsilon: 1e-2 })), byHand(adamByHand(0.2, 0.5, 0.9, 1e-2)));
  });

  test("Adagrad divides by the root of all squares so far, with epsilon outside it", () => {
    const rule = (g: number, _step: number, memory: number[]) => {
      memory[0] += g * g;
      return (-0.1 * g) / (Math.sqrt(memory[0]) + 0.01);
    };
    expectClose(run(adagrad({ learningRate: 0.1, epsilon: 0.01 })), byHand(rule));
  });

  test("follow a schedule of steps counted from 1", () => {
    expectClose(
      run(sgd({ learningRate: (step) => 1 / step })),
      byHand((g, step) => -g / step),
    );
  });
});

describe("clipping", () => {
  const bounded = (bound: number) => (norm: number) => Math.min(1, bound / norm);

  test("by the global norm scales all gradients together, and leaves short ones alone", () => {
    expectClose(
      run(chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1 }))),
      byHand((g) => -0.1 * g, bounded(1)),
    );
  });

  test("comes before the rule's own averages", () => {
    expectClose(run(chain(clipByGlobalNorm(1), adam({ learningRate: 0.1 }))), byHand(adamByHand(0.1), bounded(1)));
  });

  test("by value clamps what the norm has left", () => {
    const rule = (g: number) => -0.1 * Math.max(-0.7, Math.min(0.7, g));
    expectClose(run(chain(clipByGlobalNorm(1), clipByValue(0.7), sgd({ learningRate: 0.1 }))), byHand(rule, bounded(1)));
  });

  test("by the norm keeps the gradients in memory as the loss gave them", () => {
    const { floats, ints } = createArena(4, 0, "float64");
    floats.set([1, 2, 3, 4]);
    const weights = { kernels: referenceKernels({ floats, ints }), size: 2, values: 0, gradients: 2, slots: [], ...whole };
    const scale = chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1 })).apply(weights, { step: 1, gradientNorm: 5 }, 1);
    expect(scale).toBe(0.2);
    expect([...floats.subarray(2)]).toEqual([3, 4]);
  });
});

test("A configuration's optimizer clips unless the bound is zero, and tells its slots beforehand", () => {
  const config = { optimizer: "sgd", learningRate: 0.1, clipNorm: 1 } as const;
  const plain = sgd({ learningRate: 0.1 });
  expectClose(run(plainOptimizer(config)), run(chain(clipByGlobalNorm(1), plain)));
  expectClose(run(plainOptimizer({ ...config, clipNorm: 0 })), run(plain));
  expect([slotsOf("sgd"), slotsOf("adagrad"), slotsOf("adam")]).toEqual([0, 1, 2]);
});
