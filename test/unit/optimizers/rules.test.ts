import { describe, expect, test } from "vitest";
import { adagrad, adam, adamw, clipByValue, rmsprop, sgd } from "../../../engine/api/optimizers.ts";
import { chain } from "../../../engine/optimizers/chain.ts";
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

/** w' = scale of a rule's own gradient with a penalty's: g + λ w. */
const penalized =
  (l2: number, rule: Rule): Rule =>
  (w, g, step, memory) =>
    rule(w, g + l2 * w, step, memory);

/** Shrinks the weight by λ times the rate first. */
const decayed =
  (rate: (step: number) => number, decay: number, rule: Rule): Rule =>
  (w, g, step, memory) =>
    -rate(step) * decay * w + rule(w, g, step, memory);

const momentumRule: Rule = (_w, g, step, memory) => {
  memory[0] = 0.9 * memory[0]! + g;
  return -falling(step) * memory[0];
};

const rmspropWith =
  (options: {
    decay: number;
    begins: number;
    centered: boolean;
    inside: number;
    outside: number;
    momentum: number;
    inVelocity: boolean;
  }): Rule =>
  (_w, g, step, memory) => {
    const [squares = options.begins, mean = 0, velocity = 0] = step === 1 ? [] : memory;
    const square = options.decay * squares + (1 - options.decay) * g * g;
    const average = options.centered ? options.decay * mean + (1 - options.decay) * g : 0;
    const divided = g / (Math.sqrt(square - average * average + options.inside) + options.outside);
    const going = options.momentum * velocity + (options.inVelocity ? falling(step) : 1) * divided;
    memory.splice(0, 3, square, average, going);
    return -(options.inVelocity ? 1 : falling(step)) * going;
  };

const usual = { centered: false, inside: 0, outside: 0.01, momentum: 0.8, inVelocity: false, decay: 0.9, begins: 0 };
const learningRate = falling;

/** What options add to the rules. */
const more: typeof rules = [
  ["RMSprop with momentum as PyTorch", rmsprop({ learningRate, decay: 0.9, epsilon: 0.01, momentum: 0.8 }), rmspropWith(usual)],
  [
    "RMSprop, centred, with momentum as PyTorch",
    rmsprop({ learningRate, decay: 0.9, epsilon: 0.01, momentum: 0.8, centered: true }),
    rmspropWith({ ...usual, centered: true }),
  ],
  [
    "RMSprop with momentum as Keras: the velocity keeps the rates of its past, epsilon is inside the root",
    rmsprop({ learningRate, formula: "keras", epsilon: 0.01, momentum: 0.8 }),
    rmspropWith({ ...usual, inside: 0.01, outside: 0, inVelocity: true }),
  ],
  [
    "RMSprop, centred, as TensorFlow: the mean square begins at 1",
    rmsprop({ learningRate, formula: "tensorflow", centered: true, momentum: 0.8 }),
    rmspropWith({ ...usual, inside: 1e-10, outside: 0, inVelocity: true, centered: true, begins: 1 }),
  ],
  [
    "Adam with amsgrad: the root of the largest mean square",
    adam({ learningRate: 0.1, beta2: 0.5, amsgrad: true }),
    (_w, g, step, memory) => {
      memory[0] = 0.9 * memory[0]! + 0.1 * g;
      memory[1] = 0.5 * memory[1]! + 0.5 * g * g;
      memory[2] = Math.max(memory[2] ?? 0, memory[1]);
      return (-0.1 * memory[0]) / (1 - 0.9 ** step) / (Math.sqrt(memory[2] / (1 - 0.5 ** step)) + 1e-8);
    },
  ],
  ["SGD with a penalty in the gradient", sgd({ learningRate, l2: 0.5 }), penalized(0.5, (_w, g, step) => -falling(step) * g)],
  ["SGD with momentum and a penalty", sgd({ learningRate, momentum: 0.9, l2: 0.5 }), penalized(0.5, momentumRule)],
  [
    "SGD with Keras' momentum and a penalty",
    sgd({ learningRate, momentum: 0.9, formula: "keras", nesterov: true, l2: 0.5 }),
    penalized(0.5, (_w, g, step, memory) => {
      memory[0] = 0.9 * memory[0]! - falling(step) * g;
      return 0.9 * memory[0] - falling(step) * g;
    }),
  ],
  ["Adam with a penalty in the gradient", adam({ learningRate: 0.1, l2: 0.5 }), penalized(0.5, adamRule(0.1, 0))],
  [
    "Adagrad with a penalty, begun at 1",
    adagrad({ learningRate: 0.1, l2: 0.5, initialAccumulator: 1 }),
    penalized(0.5, (_w, g, step, memory) => {
      memory[0] = (step === 1 ? 1 : memory[0]!) + g * g;
      return (-0.1 * g) / (Math.sqrt(memory[0]) + 1e-10);
    }),
  ],
  [
    "RMSprop with a penalty",
    rmsprop({ learningRate, decay: 0.9, epsilon: 0.01, l2: 0.5, momentum: 0.8 }),
    penalized(0.5, rmspropWith(usual)),
  ],
  [
    "SGD with momentum and a decay beside it",
    sgd({ learningRate, momentum: 0.9, weightDecay: 0.5 }),
    decayed(falling, 0.5, momentumRule),
  ],
  [
    "SGD with dampening as PyTorch: the first gradient enters whole",
    sgd({ learningRate, momentum: 0.9, dampening: 0.25 }),
    (_w, g, step, memory) => {
      memory[0] = step === 1 ? g : 0.9 * memory[0]! + 0.75 * g;
      return -falling(step) * memory[0];
    },
  ],
  ["a list of rates, one for each step", sgd({ learningRate: [0.1, 0.05, 0.1 / 3, 0.025], momentum: 0.9 }), momentumRule],
  [
    "a schedule as data",
    sgd({ learningRate: { step: { rate: 0.1, factor: 0.5, every: 2 } } }),
    (_w, g, step) => -0.1 * 0.5 ** Math.floor((step - 1) / 2) * g,
  ],
];

describe("rules of update with their options", () => {
  for (const [title, optimizer, rule] of more)
    test(title, () => {
      expect(largestDifference(run(optimizer), byHand(rule))).toBeLessThan(1e-13);
    });

  test("decayOnly: the weights that it names decay, the others do not", () => {
    const decaying = run(adamw({ learningRate: 0.1, weightDecay: 0.5, decayOnly: ["bias"] }));
    const [all, none] = [0.5, 0].map((decay) => byHand(adamRule(0.1, decay))) as [number[][], number[][]];
    const mixed = all.map((weights, step) => [none[step]![0]!, weights[1]!]);
    expect(largestDifference(decaying, mixed)).toBeLessThan(1e-13);
    expect(run(adamw({ learningRate: 0.1, weightDecay: 0.5, decayOnly: ["*i*"] }))).toEqual(decaying);
    expect(run(adamw({ learningRate: 0.1, weightDecay: 0.5, decayOnly: ["kernel", "bias"] }))).toEqual(
      run(adamw({ learningRate: 0.1, weightDecay: 0.5 })),
    );
  });

  test("decayOnly: a path that is no weight's is refused, with those that there are", () => {
    const optimizer = sgd({ learningRate: 0.1, weightDecay: 0.5, decayOnly: ["bais"] });
    expect(() => run(optimizer)).toThrow('decayOnly: there is no weight "bais"; there are kernel, bias.');
  });

  test("a formula decides on defaults, and what is given decides against it", () => {
    const same = (a: Optimizer, b: Optimizer) => expect(run(a)).toEqual(run(b));
    same(rmsprop({ learningRate, formula: "keras" }), rmsprop({ learningRate, decay: 0.9, epsilon: 1e-7, epsilonInside: true }));
    same(rmsprop({ learningRate, formula: "pytorch" }), rmsprop({ learningRate }));
    same(adam({ learningRate, formula: "tensorflow" }), adam({ learningRate, epsilonBeforeCorrection: true }));
    same(
      adamw({ learningRate, formula: "keras", epsilonBeforeCorrection: false, epsilon: 1e-8, weightDecay: 0.01 }),
      adamw({ learningRate }),
    );
    same(adagrad({ learningRate, formula: "tensorflow" }), adagrad({ learningRate, epsilon: 0, initialAccumulator: 0.1 }));
    same(adagrad({ learningRate, formula: "keras" }), adagrad({ learningRate, ...kerasOptions.adagrad, initialSum: 0.1 }));
    same(sgd({ learningRate, momentum: 0.9, formula: "keras" }), sgd({ learningRate, momentum: 0.9, rateInVelocity: true }));
    same(sgd({ learningRate, momentum: 0.9, formula: "tensorflow" }), sgd({ learningRate, momentum: 0.9 }));
  });
});

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

describe("an optimizer that takes over from another one in a later step", () => {
  test.each([
    ["Adam", adam({ learningRate: 0.1 })],
    ["AdamW with amsgrad", adamw({ learningRate: 0.1, amsgrad: true })],
    ["RMSprop of TensorFlow", rmsprop({ learningRate: 0.1, formula: "tensorflow", momentum: 0.9 })],
    ["Adagrad of Keras", adagrad({ learningRate: 0.1, formula: "keras" })],
    ["SGD with dampening", sgd({ learningRate: 0.1, momentum: 0.9, dampening: 0.5 })],
  ] as const)("%s: its memory begins as in a first step", (_, optimizer) => {
    const [later, first] = [new Desk(optimizer), new Desk(optimizer)];
    // Gradients come in turns of four.
    for (const age of [1, 2, 3, 4]) expect(later.step(age + 4, age)).toEqual(first.step(age));
  });

  test("has the rates of the run's steps", () => {
    expect(new Desk(sgd({ learningRate: falling })).step(5, 1)).toEqual([1 - falling(5) * 3, 2 + falling(5) * 4]);
  });

  test("names what its slots hold, for those that they can be handed on to", () => {
    const learningRate = 0.1;
    expect(sgd({ learningRate }).slotNames).toEqual([]);
    expect(sgd({ learningRate, momentum: 0.9 }).slotNames).toEqual(["velocity"]);
    expect(adamw({ learningRate, amsgrad: true }).slotNames).toEqual(["m", "v", "largest"]);
    expect(rmsprop({ learningRate, momentum: 0.9 }).slotNames).toEqual(["squares", "velocity"]);
    expect(rmsprop({ learningRate, centered: true, lookUps: "separate" }).slotNames).toEqual(["squares", "means", "lookUps"]);
    expect(adagrad({ learningRate }).slotNames).toEqual(["sums"]);
    expect(chain(clipByValue(1), adam({ learningRate })).slotNames).toEqual(["m", "v"]);
  });
});

describe("a rule's whole memory is in its slots and the step's number", () => {
  for (const [title, optimizer] of [...rules, ...more])
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
