import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KernelSet, referenceSet, simdSet } from "../../../engine/kernels/sets/choose.ts";
import type { SimdVariant } from "../../../engine/kernels/simd/variants.ts";
import type { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import { plainModel } from "../engine/plainModel.ts";
import { assembled, threadsOf } from "./crew.ts";
import { variants } from "./desk.ts";
import { build, cornered, smoothOnes, train } from "./drawn.ts";

/**
 * What roundings of float32 may add up to through T steps and some layers: 64 half-units in the last place of the largest number of the
 * pass forward, or of the pass back. Not of the same array: a bias' gradient may be the small rest of large numbers.
 */
const bound = 64 * 2 ** -24;
/** Layer normalization multiplies roundings by its 1 / √(variance + ε); where the few units of a row are nearly equal, nothing is left. */
const largestScale = 16;

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

type Given = Parameters<typeof build>[0];

function exactPasses(given: Given): readonly [Named, Named] {
  const exact = build(given, "float64", referenceSet);
  const wanted = passesOf(exact, train(exact));
  const scales = wanted[0].filter(([name]) => name.includes("Scale of")).flatMap(([, numbers]) => Array.from(numbers));
  fc.pre(scales.every((scale) => scale <= largestScale));
  return wanted;
}

function expectAgreement(fast: SequenceModel, wanted: readonly [Named, Named]): void {
  for (const [place, named] of passesOf(fast, train(fast)).entries()) expectNear(named, wanted[place]!);
}

function agree(variant: SimdVariant, given: Given): void {
  const wanted = exactPasses(given);
  expectAgreement(build(given, "float32", simdSet(variant)), wanted);
}

/** Waits for all threads, so that they work from the first kernel on. */
async function agreeOnThreads(variant: SimdVariant, given: Given, count: number): Promise<void> {
  const wanted = exactPasses(given);
  let set: KernelSet | undefined;
  const fast = build(given, "float32", (...sizes) => {
    set = simdSet(variant, threadsOf(count))(...sizes);
    return set;
  });
  await assembled({ dismiss: fast.dismissThreads, size: set!.threads }, count);
  expectAgreement(fast, wanted);
  fast.dismissThreads();
}

describe.each(variants)("networks on the %s kernels", (variant) => {
  test("have the outputs, states and gradients of the float64 reference", () => {
    fc.assert(
      fc.property(smoothOnes, (given) => agree(variant, given)),
      { numRuns: 120 },
    );
  });

  test("have them on three threads too", async () => {
    await fc.assert(
      fc.asyncProperty(smoothOnes, (given) => agreeOnThreads(variant, given, 3)),
      { numRuns: 25 },
    );
  }, 60_000);

  // Always the same ones: a number within a rounding of its corner has another derivative beyond it, in one of 12,000 drawn.
  test("have them with hard sigmoids, relu and clipped states too", () => {
    fc.assert(
      fc.property(cornered, (given) => agree(variant, given)),
      { numRuns: 120, seed: 4 },
    );
  });

  test("give the same bits on every run", () => {
    fc.assert(
      fc.property(cornered, (given) => {
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
  const model = plainModel({ vocabularySize: 65, hiddenSize: 128, layers: 2, forgetBias: 1 }, plan);
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
