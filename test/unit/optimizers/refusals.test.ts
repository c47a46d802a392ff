import { describe, expect, test } from "vitest";
import {
  adagrad,
  adam,
  adamw,
  clipByGlobalNorm,
  clipByNormEach,
  clipByValue,
  penalize,
  rmsprop,
  sgd,
} from "../../../engine/api/optimizers.ts";
import {
  constantRate,
  cosineDecay,
  exponentialDecay,
  listedRates,
  reduceOnPlateau,
  stepDecay,
  warmUp,
} from "../../../engine/api/schedules.ts";
import { EngineError } from "../../../engine/errors/errors.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";

/** As somebody writes it who comes from another framework, or in haste. */
const any = (options: unknown) => options as never;
const learningRate = 0.1;

/** What is written, and what the error says of it. */
const refusals: readonly (readonly [string, () => unknown, string])[] = [
  ["PyTorch's lr", () => sgd(any({ lr: 0.1 })), 'optimizer "sgd": "lr" is not among its options'],
  ["no rate", () => adam(any({})), "learningRate is missing, must be a number from 0 on"],
  ["a misspelt momentum", () => sgd(any({ learningRate, momentun: 0.9 })), '"momentun" is not among its options'],
  ["a rate that is a text", () => sgd(any({ learningRate: "0.1" })), 'learningRate is "0.1", must be a number from 0 on'],
  ["a negative rate", () => sgd({ learningRate: -0.1 }), "learningRate is -0.1"],
  ["a rate that is no number", () => sgd({ learningRate: Number.NaN }), "learningRate is NaN"],
  ["an infinite rate", () => adam({ learningRate: Number.POSITIVE_INFINITY }), "learningRate is Infinity"],
  ["a list with a negative rate", () => adam({ learningRate: [0.1, -0.1] }), "learningRate is a list of 2"],
  ["a list of no rates", () => adam({ learningRate: [] }), "learningRate is a list of 0"],
  ["a schedule that there is not", () => adam({ learningRate: { cosin: {} } }), 'There is no schedule "cosin"; there are'],
  ["a schedule's option", () => adam({ learningRate: { cosine: { rate: 1 } } }), 'schedule "cosine": over is missing'],
  ["momentum beyond 1", () => sgd({ learningRate, momentum: 2 }), "momentum is 2, must be a number from 0 to 1"],
  ["nesterov without momentum", () => sgd({ learningRate, nesterov: true }), "nesterov looks ahead along a velocity"],
  ["dampening without momentum", () => sgd({ learningRate, dampening: 0.1 }), "dampening is of the velocity"],
  [
    "dampening of Keras",
    () => sgd({ learningRate, momentum: 0.9, dampening: 0.1, formula: "keras" }),
    "dampening is PyTorch's, and the formula is keras",
  ],
  ["PyTorch's betas", () => adam(any({ learningRate, betas: [0.5, 0.9] })), '"betas" is not among its options'],
  ["a beta of 1", () => adam({ learningRate, beta1: 1 }), "beta1 is 1, must be a number from 0 to below 1"],
  ["a beta that is no number", () => adam({ learningRate, beta2: Number.NaN }), "beta2 is NaN"],
  ["PyTorch's eps", () => adam(any({ learningRate, eps: 1e-7 })), '"eps" is not among its options'],
  ["an unknown formula", () => adam(any({ learningRate, formula: "jax" })), 'formula is "jax", must be one of pytorch, keras'],
  ["amsgrad of TensorFlow", () => adam({ learningRate, amsgrad: true, formula: "tensorflow" }), "TensorFlow has no amsgrad"],
  ["AdamW of TensorFlow", () => adamw({ learningRate, formula: "tensorflow" }), "adamw: there is none in TensorFlow"],
  ["PyTorch's weight_decay", () => adamw(any({ learningRate, weight_decay: 0.5 })), '"weight_decay" is not among its options'],
  ["decayOnly of no decay", () => sgd({ learningRate, decayOnly: ["kernel"] }), "decayOnly is given, and no weightDecay"],
  ["decayOnly as a text", () => adamw(any({ learningRate, decayOnly: "kernel" })), 'decayOnly is "kernel", must be a list'],
  ["Keras' rho", () => rmsprop(any({ learningRate, rho: 0.9 })), '"rho" is not among its options'],
  [
    "an epsilon of TensorFlow's Adagrad",
    () => adagrad({ learningRate, formula: "tensorflow", epsilon: 1e-7 }),
    "TensorFlow's has no epsilon",
  ],
  [
    "a sum that begins at 0 in TensorFlow's Adagrad",
    () => adagrad({ learningRate, formula: "tensorflow", initialAccumulator: 0 }),
    "initialAccumulator is 0, must be above 0",
  ],
  [
    "the sum by both names",
    () => adagrad({ learningRate, initialAccumulator: 0.1, initialSum: 0.1 }),
    "initialAccumulator and initialSum are one thing",
  ],
  [
    "used rows that all decay",
    () => sgd({ learningRate, momentum: 0.9, onlyUsedRows: true, weightDecay: 0.1 }),
    "onlyUsedRows leaves rows alone",
  ],
  ["no options at all", () => adam(any(undefined)), 'optimizer "adam": its options are undefined, must be an object'],
  ["a number for options", () => adam(any(0.1)), "its options are number, must be an object"],
  ["a negative bound", () => clipByGlobalNorm(-1), "bound is -1, must be a number above 0"],
  ["a bound of 0", () => clipByNormEach(0), "bound is 0, must be a number above 0"],
  ["a bound that is no number", () => clipByValue(Number.NaN), "bound is NaN"],
  ["an unknown option of clipping", () => clipByGlobalNorm(any({ bound: 1, eps: 1e-6 })), '"eps" is not among its options'],
  ["PyTorch's gamma", () => stepDecay(any({ rate: 1, every: 10, gamma: 0.5 })), '"gamma" is not among its options'],
  ["a missing every", () => stepDecay(any({ rate: 1, factor: 0.5 })), "every is missing, must be a whole number from 1 on"],
  ["an every of 0", () => stepDecay({ rate: 1, factor: 0.5, every: 0 }), "every is 0"],
  ["Keras' staircase", () => exponentialDecay(any({ rate: 1, factor: 0.5, staircase: true })), '"staircase" is not among'],
  ["a wave over nothing", () => cosineDecay({ rate: 1, over: 0 }), "over is 0, must be a whole number from 1 on"],
  ["a warm-up into nothing", () => warmUp(any({ steps: 4 })), "schedule is missing"],
  ["a rate that is none", () => constantRate(Number.NaN), "rate is NaN"],
  ["a list of none", () => listedRates([]), "A list of learning rates is empty"],
  [
    "a factor that does not fall",
    () => reduceOnPlateau({ rate: 1, factor: 1 }),
    "factor is 1, must be a number from 0 to below 1",
  ],
  ["a penalty of nothing", () => penalize({ l2: Number.NaN, weights: ["kernel"] }), "penalty: l2 is NaN"],
  ["a penalty of no list", () => penalize(any({ l2: 1, weights: "kernel" })), 'weights is "kernel", must be a list'],
];

describe("what makes no sense is refused, saying what and where", () => {
  for (const [what, build, message] of refusals)
    test(what, () => {
      expect(build).toThrow(EngineError);
      expect(build).toThrow(message);
    });

  test("from the registry in the same words", () => {
    const registry = createRegistry();
    expect(() => registry.build("optimizer", "adam", { learningRate, beta1: 1 }, null)).toThrow(
      'optimizer "adam": beta1 is 1, must be a number from 0 to below 1.',
    );
  });

  test("schedules nested deeper than anybody means", () => {
    let schedule: unknown = 0.1;
    for (let depth = 0; depth < 20_000; depth++) schedule = { warmUp: { steps: 1, schedule } };
    expect(() => adam({ learningRate: any(schedule) })).toThrow("A schedule holds more than 16 others");
  });
});
