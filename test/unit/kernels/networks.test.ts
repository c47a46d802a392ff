import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KernelSource, referenceSet, simdSet } from "../../../engine/kernels/choose.ts";
import { LanguageModel } from "../../../engine/model/languageModel.ts";
import { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import { Random } from "../../../engine/random/random.ts";
import { variants } from "./desk.ts";

/**
 * What roundings of float32 may add up to through T steps and two layers: 64 half-units in the last place of the largest number of the
 * pass forward, or of the pass back. Not of the same array: a bias' gradient may be the small rest of large numbers.
 */
const bound = 64 * 2 ** -24;

const size = fc.constantFrom(1, 3, 4, 5, 8, 16, 17, 32, 65);
const drawn = fc.record({
  hidden: size,
  above: fc.option(size, { nil: null }),
  vocabulary: fc.constantFrom(2, 3, 10, 17, 64, 65),
  steps: fc.constantFrom(1, 3, 5, 8),
  batch: fc.constantFrom(1, 2, 3, 5, 8, 17),
  kind: fc.constantFrom("lstm", "lstm", "lstm", "gru", "rnn"),
  ids: fc.boolean(),
  readout: fc.constantFrom("all", "last"),
  seed: fc.integer({ min: 1, max: 1e6 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** Numbers that float32 holds exactly, the same for both precisions. */
function build(given: Drawn, precision: "float32" | "float64", kernels: KernelSource): SequenceModel {
  const { hidden, above, vocabulary, steps, batch, kind, ids, readout, seed } = given;
  const layers = [hidden, ...(above === null ? [] : [above])].map((hiddenSize) => ({ kind, hiddenSize }));
  const spec = {
    input: { kind: ids ? "ids" : "features", size: vocabulary },
    networkPath: "",
    network: { kind: "stacked", layers },
    dense: { units: vocabulary, bias: true },
    loss: "softmaxCrossEntropy",
  } as const;
  const model = new SequenceModel(spec, { steps, batch, precision, training: true, slots: 0, readout }, kernels);
  const random = new Random(seed);
  // As large as in trained networks: larger recurrent weights multiply every rounding from step to step.
  const width = 2 / Math.sqrt(Math.max(4, hidden, above ?? 0));
  for (const array of [model.values, model.state, model.features])
    for (let i = 0; i < array.length; i++) array[i] = Math.fround((2 * random.uniform() - 1) * width);
  for (const array of [model.inputs, model.targets]) for (let i = 0; i < array.length; i++) array[i] = random.below(vocabulary);
  return model;
}

function train(model: SequenceModel): number {
  model.forward();
  const loss = model.loss();
  model.zeroGradients();
  model.backward();
  model.carryState();
  return loss;
}

type Named = readonly (readonly [name: string, numbers: ArrayLike<number>])[];

function expectNear(got: Named, wanted: Named): void {
  let largest = 0;
  for (const [, numbers] of wanted) for (let i = 0; i < numbers.length; i++) largest = Math.max(largest, Math.abs(numbers[i]!));
  for (const [place, [name, numbers]] of wanted.entries())
    for (let i = 0; i < numbers.length; i++) {
      const value = got[place]![1][i]!;
      if (!(Math.abs(value - numbers[i]!) <= bound * largest)) expect.fail(`${name}[${i}] is ${value}, not ${numbers[i]}.`);
    }
}

/** Everything of the pass forward, and everything of the pass back, after a step of training. */
function passesOf(model: SequenceModel, loss: number): readonly [Named, Named] {
  const logits = Array.from({ length: model.steps }, (_, t) => [`logits of step ${t}`, model.logits(t)] as const);
  const traced = model.cells.flatMap((cell, place) =>
    Object.entries(cell.trace(model.arena.floats)).flatMap(([name, tensor]) =>
      tensor === null ? [] : [[`${name} of cell ${place}`, numbersOf(tensor)] as const],
    ),
  );
  const back = traced.filter(([name]) => name.startsWith("d"));
  const gradients = model.parameters.map(({ path, gradient }) => [`gradient of ${path}`, gradient] as const);
  return [
    [["loss", [loss]], ...logits, ["final state", model.state], ...traced.filter((named) => !back.includes(named))],
    [...gradients, ...back],
  ];
}

describe.each(variants)("networks on the %s kernels", (variant) => {
  test("have the outputs, states and gradients of the float64 reference", () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const fast = build(given, "float32", simdSet(variant));
        const exact = build(given, "float64", referenceSet);
        const wanted = passesOf(exact, train(exact));
        for (const [place, named] of passesOf(fast, train(fast)).entries()) expectNear(named, wanted[place]!);
      }),
      { numRuns: 60 },
    );
  });

  test("give the same bits on every run", () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const [one, other] = [build(given, "float32", simdSet(variant)), build(given, "float32", simdSet(variant))];
        expect(train(other)).toBe(train(one));
        expect(other.gradients).toEqual(one.gradients);
      }),
      { numRuns: 15 },
    );
  });
});

test("A float32 model takes the memory that its plan told, but for the rest of a page", () => {
  const plan = { steps: 50, batch: 8, precision: "float32", training: true, slots: 2, readout: "all" } as const;
  const model = new LanguageModel({ vocabularySize: 65, hiddenSize: 128, layers: 2, forgetBias: 1 }, plan);
  const spare = model.arena.floats.buffer.byteLength - model.plannedBytes;
  expect(spare).toBeGreaterThanOrEqual(0);
  expect(spare).toBeLessThanOrEqual(65_536 + 64);
});

type Numbers = NonNullable<ReturnType<SequenceModel["cells"][number]["trace"]>[string]>;

function numbersOf(tensor: Numbers): number[] {
  const [steps, rows, columns] = tensor.shape;
  const numbers: number[] = [];
  for (let t = 0; t < steps; t++)
    for (let n = 0; n < rows; n++) for (let j = 0; j < columns; j++) numbers.push(tensor.at(t, n, j));
  return numbers;
}
