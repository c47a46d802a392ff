import { describe, expect, test } from "vitest";
import { adagrad, adam, clipByGlobalNorm, clipByNormEach, clipByValue, rmsprop, sgd } from "../../../engine/api/optimizers.ts";
import { checked } from "../../../engine/kernels/checked/checked.ts";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import { createArena } from "../../../engine/memory/arena.ts";
import { chain } from "../../../engine/optimizers/chain.ts";
import type { Link, Optimizer, Weights } from "../../../engine/optimizers/optimizer.ts";

// A weight of one number, an embedding of four rows of two, and another weight of one number. Three look-ups in each step, two of them of one
// row, and one more at a step that is not valid.

const [size, rows, columns] = [10, 4, 2];
const start = [0.5, 1, 2, 3, 4, 5, 6, 7, 8, -0.5];
const isValid = [true, true, true, false];
/** Of each step: the rows, the gradient of each look-up, and those of the two other weights. */
const steps = [
  { lookedUp: [2, 0, 2, 1], each: [3, -4, 1, 2, -1, 0.5, 0, 0], first: 0.25, last: -2 },
  { lookedUp: [2, 0, 2, 1], each: [-1, 2, 0.5, 0.5, 2, 2, 0, 0], first: -0.5, last: 1 },
  { lookedUp: [3, 3, 0, 1], each: [0.1, 0.2, -3, 1, 0.3, -0.2, 0, 0], first: 1, last: 0.125 },
];
type Step = (typeof steps)[number];

const at = { values: 0, gradients: 10, slots: [20, 30, 40, 50], each: 60 };

/** Weights after each step. */
function run(...links: readonly [...Link[], Optimizer]): number[][] {
  const arena = createArena(70, 0, "float64");
  arena.floats.set(start);
  let lookedUp: readonly number[] = [];
  const lookUps = {
    ...{ from: 1, size: rows * columns, rows, columns, gradients: at.each },
    count: () => lookedUp.length,
    row: (place: number) => (isValid[place] ? lookedUp[place]! : -1),
  };
  const variables = [
    { path: "first", runs: [{ from: 0, size: 1 }] },
    { path: "embedding/kernel", runs: [{ from: 1, size: 8 }] },
    { path: "last", runs: [{ from: 9, size: 1 }] },
  ];
  const kernels = checked(referenceKernels(arena), arena);
  const weights: Weights = { kernels, size, from: 0, ...at, variables, lookUps: [lookUps] };
  const optimizer = chain(...links);
  return steps.map((taken, step) => {
    const { each, first, last } = taken;
    lookedUp = taken.lookedUp;
    arena.floats.set([first, ...summed(taken), last], at.gradients);
    arena.floats.set(each, at.each);
    const gradientNorm = Math.hypot(...arena.floats.subarray(at.gradients, at.gradients + size));
    optimizer.apply(weights, { step: step + 1, gradientNorm }, 1);
    return [...arena.floats.subarray(0, size)];
  });
}

/** The embedding's gradient: the look-ups of each row added up. */
function summed({ lookedUp, each }: Step, of = (x: number) => x): number[] {
  const sums = Array.from({ length: rows * columns }, () => 0);
  for (const [place, row] of lookedUp.entries())
    for (let j = 0; j < columns; j++) sums[row * columns + j]! += of(each[place * columns + j]!);
  return sums;
}

/** The same by hand: what a weight changes by, from its gradient, what stands for the gradient's square, and a memory of its own. */
type Change = (gradient: number, square: number, memory: number[], step: number) => number;

/** @param treat what is done to the look-ups' gradients and the others', @param moves which weights move */
function byHand(
  change: Change,
  treat = (step: Step): Step => step,
  separate = true,
  moves: (i: number, step: Step) => boolean = () => true,
): number[][] {
  const weights = [...start];
  const memories = weights.map((): number[] => []);
  return steps.map(treat).map((taken, step) => {
    const gradients = [taken.first, ...summed(taken), taken.last];
    const own = gradients.map((g) => g * g);
    const squares = separate ? [own[0]!, ...summed(taken, (x) => x * x), own[9]!] : own;
    for (const [i, gradient] of gradients.entries())
      if (moves(i, taken)) weights[i]! += change(gradient, squares[i]!, memories[i]!, step + 1);
    return [...weights];
  });
}

const scaledBy = (factor: (step: Step) => { each: number; first: number; last: number }) => (step: Step) => {
  const by = factor(step);
  return { ...step, each: step.each.map((x) => x * by.each), first: step.first * by.first, last: step.last * by.last };
};

const expectClose = (ours: number[][], theirs: number[][]) => {
  for (const [i, value] of theirs.flat().entries()) expect(ours.flat()[i], `place ${i}`).toBeCloseTo(value, 13);
};

const sgdChange: Change = (g) => -0.1 * g;
const plain = sgd({ learningRate: 0.1 });
const lookUps = "separate";

describe("clipping that takes each look-up by itself", () => {
  const norm = (numbers: readonly number[]) => Math.hypot(...numbers);
  const bounded = (bound: number, ...numbers: readonly number[]) => Math.min(1, bound / norm(numbers));

  test("by the global norm: of all look-ups' gradients, and the others'", () => {
    const treat = scaledBy(({ each, first, last }) => {
      const factor = bounded(1, ...each, first, last);
      return { each: factor, first: factor, last: factor };
    });
    expectClose(run(clipByGlobalNorm({ bound: 1, lookUps }), plain), byHand(sgdChange, treat));
  });

  test("by each weight's norm: the embedding's is that of all look-ups' gradients", () => {
    const treat = scaledBy(({ each, first, last }) => ({
      each: bounded(0.8, ...each),
      first: bounded(0.8, first),
      last: bounded(0.8, last),
    }));
    expectClose(run(clipByNormEach({ bound: 0.8, lookUps }), plain), byHand(sgdChange, treat));
  });

  test("by value: each look-up's gradient is clamped before they are added up", () => {
    const clamp = (x: number) => Math.max(-0.75, Math.min(0.75, x));
    const treat = (step: Step) => ({
      ...step,
      each: step.each.map(clamp),
      first: clamp(step.first),
      last: clamp(step.last),
    });
    expectClose(run(clipByValue({ bound: 0.75, lookUps }), plain), byHand(sgdChange, treat));
  });
});

describe("rules that square each look-up by itself", () => {
  const learningRate = 0.1;
  const adamChange: Change = (g, square, memory, step) => {
    memory[0] = 0.9 * (memory[0] ?? 0) + 0.1 * g;
    memory[1] = 0.999 * (memory[1] ?? 0) + 0.001 * square;
    memory[2] = Math.max(memory[2] ?? 0, memory[1]);
    const under = Math.sqrt(memory[1] / (1 - 0.999 ** step)) + 1e-8;
    return (-0.1 * memory[0]) / (1 - 0.9 ** step) / under;
  };

  test("Adam", () => {
    expectClose(run(adam({ learningRate, lookUps })), byHand(adamChange));
    expectClose(run(adam({ learningRate })), byHand(adamChange, undefined, false));
  });

  test("Adam behind clipping of each weight", () => {
    const treat = scaledBy(({ each, first, last }) => ({
      each: Math.min(1, 0.8 / Math.hypot(...each)),
      first: Math.min(1, 0.8 / Math.abs(first)),
      last: Math.min(1, 0.8 / Math.abs(last)),
    }));
    expectClose(run(clipByNormEach({ bound: 0.8, lookUps }), adam({ learningRate, lookUps })), byHand(adamChange, treat));
  });

  test("RMSprop, centred and with momentum", () => {
    const change: Change = (g, square, memory) => {
      memory[0] = 0.9 * (memory[0] ?? 0) + 0.1 * square;
      memory[1] = 0.9 * (memory[1] ?? 0) + 0.1 * g;
      memory[2] = 0.5 * (memory[2] ?? 0) + (0.1 * g) / Math.sqrt(memory[0] - memory[1] ** 2 + 0.01);
      return -memory[2];
    };
    const given = { learningRate, formula: "keras", momentum: 0.5, centered: true, epsilon: 0.01, lookUps } as const;
    expectClose(run(rmsprop(given)), byHand(change));
  });

  test("Adagrad", () => {
    const change: Change = (g, square, memory) => {
      memory[0] = (memory[0] ?? 0.1) + square;
      return (-0.1 * g) / Math.sqrt(memory[0] + 1e-7);
    };
    expectClose(run(adagrad({ learningRate, formula: "keras", lookUps })), byHand(change));
  });
});

describe("rules that leave alone the rows that nobody looked up", () => {
  /** The rows looked up at valid steps, each once, and the two other weights. */
  const moves = (i: number, { lookedUp }: Step) =>
    i === 0 || i === 9 || lookedUp.slice(0, 3).includes(Math.floor((i - 1) / columns));
  const velocity: Change = (g, _square, memory) => {
    memory[0] = 0.9 * (memory[0] ?? 0) + g;
    return -0.1 * memory[0];
  };

  test("momentum", () => {
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9, onlyUsedRows: true });
    expectClose(run(optimizer), byHand(velocity, undefined, false, moves));
  });

  test("RMSprop that begins at 1: a row that is first used later begins there too", () => {
    const change: Change = (g, square, memory) => {
      memory[0] = 0.9 * (memory[0] ?? 1) + 0.1 * square;
      return (-0.1 * g) / Math.sqrt(memory[0] + 1e-10);
    };
    const optimizer = rmsprop({ learningRate: 0.1, formula: "tensorflow", onlyUsedRows: true });
    expectClose(run(optimizer), byHand(change, undefined, false, moves));
  });

  test("behind clipping of each weight as well", () => {
    const treat = scaledBy(({ each, first, last }) => ({
      each: Math.min(1, 0.8 / Math.hypot(...each)),
      first: Math.min(1, 0.8 / Math.abs(first)),
      last: Math.min(1, 0.8 / Math.abs(last)),
    }));
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9, onlyUsedRows: true });
    expectClose(run(clipByNormEach({ bound: 0.8, lookUps }), optimizer), byHand(velocity, treat, false, moves));
  });

  test("are refused where there is no embedding", () => {
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9, onlyUsedRows: true });
    const arena = createArena(30, 0, "float64");
    const weights = { kernels: referenceKernels(arena), size, from: 0, ...at, variables: [], lookUps: [] };
    expect(() => optimizer.apply(weights, { step: 1, gradientNorm: 1 }, 1)).toThrow("no embedding whose rows are looked up");
  });
});
