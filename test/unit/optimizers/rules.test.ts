import { describe, expect, test } from "vitest";
import { adagrad, adam, adamw, rmsprop, sgd } from "../../../engine/api/optimizers.ts";
import { kerasOptions } from "../../../engine/optimizers/formulas.ts";
import type { Optimizer } from "../../../engine/optimizers/optimizer.ts";
import { byHand, Desk, largestDifference, type Rule, run } from "./desk.ts";

/** A learning rate that changes from step to step: where a rule keeps it matters. */
const falling = (step: number) => 0.1 / step;

const adamRule =
  (rate: number, decay: number): Rule =>
  (w, g, step, memory) => {
    memory[0] = 0.9 * memory[0]! + 0.1 * g;
    memory[1] = 0.999 * memory[1]! + 0.001 * g * g;
    const mean = memory[0] / (1 - 0.9 ** step);
    const square = memory[1] / (1 - 0.999 ** step);
    return -rate * decay * w - (rate * mean) / (Math.sqrt(square) + 1e-8);
  };

/** Each rule beside the text of the framework's own formula. */
const rules: readonly (readonly [string, Optimizer, Rule])[] = [
  [
    "SGD with momentum as PyTorch: the rate of today moves along the velocity",
    sgd({ learningRate: falling, momentum: 0.9 }),
    (_w, g, step, memory) => {
      memory[0] = 0.9 * memory[0]! + g;
      return -falling(step) * memory[0];
    },
  ],
  [
    "SGD with Nesterov's momentum as PyTorch",
    sgd({ learningRate: falling, momentum: 0.9, nesterov: true }),
    (_w, g, step, memory) => {
      memory[0] = 0.9 * memory[0]! + g;
      return -falling(step) * (g + 0.9 * memory[0]);
    },
  ],
  [
    "SGD with momentum as Keras: the velocity keeps the rates of its past",
    sgd({ learningRate: falling, momentum: 0.9, ...kerasOptions.sgd }),
    (_w, g, step, memory) => {
      memory[0] = 0.9 * memory[0]! - falling(step) * g;
      return memory[0];
    },
  ],
  [
    "SGD with Nesterov's momentum as Keras",
    sgd({ learningRate: falling, momentum: 0.9, nesterov: true, ...kerasOptions.sgd }),
    (_w, g, step, memory) => {
      memory[0] = 0.9 * memory[0]! - falling(step) * g;
      return 0.9 * memory[0] - falling(step) * g;
    },
  ],
  ["Adam as PyTorch", adam({ learningRate: 0.1 }), adamRule(0.1, 0)],
  [
    "Adam as Keras: epsilon before the correction",
    adam({ learningRate: 0.1, ...kerasOptions.adam, epsilon: 0.01 }),
    (_w, g, step, memory) => {
      memory[0]! += (g - memory[0]!) * (1 - 0.9);
      memory[1]! += (g * g - memory[1]!) * (1 - 0.999);
      const alpha = (0.1 * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
      return (-memory[0]! * alpha) / (Math.sqrt(memory[1]!) + 0.01);
    },
  ],
  ["AdamW as PyTorch: a decay of 0.01 by default, with the learning rate", adamw({ learningRate: 0.1 }), adamRule(0.1, 0.01)],
  ["AdamW with a decay of its own", adamw({ learningRate: 0.1, weightDecay: 0.5 }), adamRule(0.1, 0.5)],
  [
    "RMSprop as PyTorch: epsilon outside the root",
    rmsprop({ learningRate: 0.1, epsilon: 0.01 }),
    (_w, g, _step, memory) => {
      memory[0] = 0.99 * memory[0]! + 0.01 * g * g;
      return (-0.1 * g) / (Math.sqrt(memory[0]) + 0.01);
    },
  ],
  [
    "RMSprop as Keras: epsilon inside the root, a shorter memory",
    rmsprop({ learningRate: 0.1, ...kerasOptions.rmsprop, epsilon: 0.01 }),
    (_w, g, _step, memory) => {
      memory[0] = 0.9 * memory[0]! + 0.1 * g * g;
      return (-0.1 * g) / Math.sqrt(memory[0] + 0.01);
    },
  ],
  [
    "Adagrad as Keras: a sum that begins at 0.1, epsilon inside the root",
    adagrad({ learningRate: 0.1, ...kerasOptions.adagrad, epsilon: 0.01 }),
    (_w, g, _step, memory) => {
      memory[0] = (memory[0] || 0.1) + g * g;
      return (-0.1 * g) / Math.sqrt(memory[0] + 0.01);
    },
  ],
];

describe("rules of update", () => {
  for (const [title, optimizer, rule] of rules)
    test(title, () => {
      expect(largestDifference(run(optimizer), byHand(rule))).toBeLessThan(1e-13);
    });

  test("plain SGD needs no slot, with momentum one", () => {
    expect(sgd({ learningRate: 1 }).slots).toBe(0);
    expect(sgd({ learningRate: 1, momentum: 0.9 }).slots).toBe(1);
  });
});

describe("a rule's whole memory is in its slots and the step's number", () => {
  for (const [title, optimizer] of rules)
    test(`${title}: goes on from copies of them, bit for bit`, () => {
      for (const precision of ["float32", "float64"] as const) {
        const [whole, first, second] = [1, 2, 3].map(() => new Desk(optimizer, precision)) as [Desk, Desk, Desk];
        for (const step of [1, 2, 3, 4, 5, 6]) whole.step(step);
        for (const step of [1, 2, 3]) first.step(step);
        const kept = 4 + 2 * optimizer.slots;
        second.floats.set(first.floats.subarray(0, kept));
        for (const step of [4, 5, 6]) second.step(step);
        expect(second.floats.subarray(0, kept)).toEqual(whole.floats.subarray(0, kept));
        expect(whole.floats.subarray(kept)).toEqual(whole.floats.subarray(kept).fill(0));
      }
    });
});
