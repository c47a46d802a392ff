import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Kernels } from "../../../engine/kernels/kernels.ts";
import { instantiate } from "../../../engine/kernels/simd/instance.ts";
import { createSimdSet, type SimdSet } from "../../../engine/kernels/simd/simd.ts";
import type { HelperStart } from "../../../engine/kernels/threads.ts";
import { Random } from "../../../engine/random/random.ts";
import { assembled, threadsOf } from "./crew.ts";
import { simdDesk, variants } from "./desk.ts";

/** Large enough that calls of the sizes below are shared. */
const floatCount = 600_000;
/** Floats at the end of the memory that no kernel of the tests touches. */
const spare = 40_000;
const ids = 400;

async function crewDesk(variant: (typeof variants)[number], count: number): Promise<SimdSet> {
  const set = createSimdSet(variant, floatCount, ids, threadsOf(count))!;
  await assembled({ dismiss: set.tools.dismiss, size: set.tools.crewSize }, count);
  return set;
}

const random = new Random(5);
const numbers = Float32Array.from({ length: floatCount }, () => random.uniform() * 2 - 1);
const drawnIds = Int32Array.from({ length: ids }, () => random.below(60));

function fillAll(sets: readonly SimdSet[]): void {
  for (const { arena } of sets) {
    arena.floats.set(numbers);
    arena.ints.set(drawnIds);
  }
}

/** Calls a kernel on memory that is not looked at until a helper has done a part of it: it is awake then. */
function wakeHelpers({ kernels, tools }: SimdSet): void {
  const before = tools.partsHelped();
  for (const until = performance.now() + 10_000; tools.partsHelped() === before && performance.now() < until; )
    kernels.fill(spare, 0, floatCount - spare);
}

/** Index of the first float whose bits differ; null if none does. */
function firstDifference(one: SimdSet, other: SimdSet): number | null {
  const [x, y] = [one, other].map(({ arena }) => new Int32Array(arena.floats.buffer, 0, floatCount - spare)) as [
    Int32Array,
    Int32Array,
  ];
  const place = x.findIndex((bits, i) => bits !== y[i]);
  return place < 0 ? null : place;
}

type Call = (kernels: Kernels) => unknown;

/** Again, from the same numbers, until helpers had a part in it: what the leader does alone would show nothing. */
function callShared(crew: SimdSet, call: Call): unknown {
  for (let tries = 0; tries < 1000; tries++) {
    fillAll([crew]);
    wakeHelpers(crew);
    const before = crew.tools.partsHelped();
    const result = call(crew.kernels);
    if (crew.tools.partsHelped() > before) return result;
  }
  throw new Error("No helper has done a part.");
}

const [a, b, c, d, e, f, g] = Array.from({ length: 7 }, (_, place) => place * 80_000) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const size = 70_001;
const unbounded = Number.POSITIVE_INFINITY;
const others: Readonly<Record<string, Call>> = {
  gatherRows: (k) => k.gatherRows(391, 131, 0, a, b),
  scatterAddRows: (k) => k.scatterAddRows(391, 131, 0, a, b),
  addBias: (k) => k.addBias(391, 131, a, b),
  columnSums: (k) => k.columnSums(391, 131, a, b),
  "gatesForward of rows": (k) => k.gatesForward(17, 131, 1, a, b, c, d, e),
  "gatesForward of one row": (k) => k.gatesForward(1, 1031, 1, a, b, c, d, e),
  "gatesBackward of rows": (k) => k.gatesBackward(17, 131, a, b, c, d, e, f, g),
  "gatesBackward of one row": (k) => k.gatesBackward(1, 1031, a, b, c, d, e, f, g),
  "softmaxCrossEntropy of few rows": (k) => k.softmaxCrossEntropy(9, 6007, 0.1, a, 0, b),
  "softmaxCrossEntropy of many rows": (k) => k.softmaxCrossEntropy(391, 67, 0.1, a, 0, b),
  "softmaxCrossEntropy without gradients": (k) => k.softmaxCrossEntropy(391, 67, 0.1, a, 0, -1),
  fill: (k) => k.fill(size, 1.5, a),
  copy: (k) => k.copy(size, a, b),
  addScaled: (k) => k.addScaled(size, -0.3, a, b),
  rescale: (k) => k.rescale(size, -0.3, a),
  clamp: (k) => k.clamp(size, 0.4, a),
  multiply: (k) => k.multiply(size, a, b, c, 1),
  sumOfSquares: (k) => k.sumOfSquares(size, a),
  sgd: (k) => k.sgd(size, 0.1, 0.5, 0, a, b),
  "sgd with a penalty": (k) => k.sgd(size, 0.1, 0.5, 0.01, a, b),
  sgdMomentum: (k) => k.sgdMomentum(size, 0.1, 0.5, 0.9, 1, 0, a, b, c),
  "sgdMomentum with a penalty": (k) => k.sgdMomentum(size, 0.1, 0.5, 0.9, 0, 0.01, a, b, c),
  adam: (k) => k.adam(size, 0.1, 0.5, 0.9, 0.99, 1e-8, 0.1, 0.01, 0, a, b, c, d, -1, -1),
  "adam with everything": (k) => k.adam(size, 0.1, 0.5, 0.9, 0.99, 1e-8, 0.1, 0.01, 0.01, a, b, c, d, e, f),
  rmsprop: (k) => k.rmsprop(size, 1, 0.1, 0.5, 0.9, 1, 1e-8, 0, 0, a, b, c, -1, -1, -1),
  "rmsprop with everything": (k) => k.rmsprop(size, 0.5, 0.1, 0.5, 0.9, 1, 1e-8, 0.8, 0.01, a, b, c, d, e, f),
  adagrad: (k) => k.adagrad(size, 0.1, 0.5, 1, 1e-8, 0, a, b, c, -1),
  "adagrad with everything": (k) => k.adagrad(size, 0.1, 0.5, 1, 1e-8, 0.01, a, b, c, d),
  memoryForward: (k) => k.memoryForward(17, 131, 0, 6, 1, 1, 0.8, 0.75, a, b, c, d, e),
  "memoryForward without options": (k) => k.memoryForward(17, 131, 0, 3, 0, 1, unbounded, unbounded, -1, -1, c, d, e),
  memoryBackward: (k) => k.memoryBackward(34, 131, 0, 6, 1, 0.8, 0.75, a, b, c, d, e, f, g, g + 20_000),
  "memoryBackward without options": (k) =>
    k.memoryBackward(34, 131, 0, 3, 0, unbounded, unbounded, -1, -1, c, d, e, f, g, g + 20_000),
  outputForward: (k) => k.outputForward(17, 131, 1, 4, 0.8, a, b, c, d, e),
  outputBackward: (k) => k.outputBackward(34, 131, 1, 4, 0.8, a, b, c, d, e, f),
  resetAfterForward: (k) => k.resetAfterForward(17, 131, 0, unbounded, a, b),
  "resetAfterForward of clipped sums": (k) => k.resetAfterForward(17, 131, 0, 0.4, a, b),
  resetAfterBackward: (k) => k.resetAfterBackward(34, 131, 0, 0.4, a, b, c, d),
  resetBeforeForward: (k) => k.resetBeforeForward(17, 131, 0, 0.4, a, b, c),
  resetBeforeBackward: (k) => k.resetBeforeBackward(34, 131, 0, 0.4, a, b, c, d, e),
  mixForward: (k) => k.mixForward(17, 131, 6, 0.4, a, b, c),
  mixBackward: (k) => k.mixBackward(34, 131, 0, 6, 0.4, a, b, c, d, e),
  normalizeForward: (k) => k.normalizeForward(68, 131, 4, 1e-12, a, b, c, d, e),
  normalizeBackward: (k) => k.normalizeBackward(68, 131, 4, a, b, c, d, e),
  addMatrix: (k) => k.addMatrix(91, 131, 0.3, a, 133, b, 262, 1),
  "addMatrix of one row": (k) => k.addMatrix(91, 131, 0.3, a, 0, b, 262, 1),
  columnProducts: (k) => k.columnProducts(91, 131, a, 400, b, 131, c),
  activateForward: (k) => k.activateForward(size, 3, a, b),
  clampBackward: (k) => k.clampBackward(size, 0.4, a, b, c),
  activateBackward: (k) => k.activateBackward(size, 3, a, b, c),
  dropoutMask: (k) => k.dropoutMask(size, 0.3, -17, a),
  highwayForward: (k) => k.highwayForward(size, a, b, c, d),
  highwayBackward: (k) => k.highwayBackward(size, a, b, c, d, e, f, g),
  "highwayBackward without an input's gradient": (k) => k.highwayBackward(size, a, b, c, d, e, -1, g),
};

describe.each(variants)("kernels on several threads, %s", (variant) => {
  for (const count of [2, 3, 5])
    test(`have the bits of one thread, with ${count}`, async () => {
      const [alone, crew] = [simdDesk(variant, floatCount, ids), await crewDesk(variant, count)];
      for (const [name, call] of Object.entries(others)) {
        fillAll([alone, crew]);
        const result = callShared(crew, call);
        expect([name, result]).toEqual([name, call(alone.kernels)]);
        expect(firstDifference(crew, alone), name).toBe(null);
      }
    }, 60_000);

  test("products have the bits of one thread, for odd sizes and round ones", async () => {
    const [alone, crew] = [simdDesk(variant, floatCount, ids), await crewDesk(variant, 3)];
    const side = fc.constantFrom(1, 2, 3, 5, 8, 17, 32, 50, 65, 130, 257);
    const name = fc.constantFrom("gemmNN", "gemmNT", "gemmTN");
    fc.assert(
      fc.property(name, side, side, fc.constantFrom(1, 17, 64, 65, 300), fc.constantFrom(0, 1), (gemm, m, n, k, accumulate) => {
        fillAll([alone, crew]);
        const lda = gemm === "gemmTN" ? m : k;
        const ldb = gemm === "gemmNT" ? k : n;
        for (const { kernels } of [alone, crew]) kernels[gemm](m, n, k, a, lda, c, ldb, e, n, accumulate);
        expect(firstDifference(crew, alone)).toBe(null);
      }),
      { numRuns: 80 },
    );
    expect(crew.tools.partsHelped()).toBeGreaterThan(0);
  }, 60_000);
});

describe("a crew", () => {
  test("is one thread where memory cannot be shared", () => {
    vi.stubGlobal("crossOriginIsolated", false);
    const start = vi.fn();
    const set = createSimdSet("plain", 16, 0, { count: 4, start })!;
    vi.unstubAllGlobals();
    expect(start).not.toHaveBeenCalled();
    expect(set.tools.crewSize()).toBe(1);
    expect(set.arena.floats.buffer).toBeInstanceOf(ArrayBuffer);
  });

  test("takes no result from a thread that has failed", async () => {
    const given: HelperStart[] = [];
    const threads = threadsOf(2);
    const start = (helper: HelperStart) => {
      given.push(helper);
      threads.start(helper);
    };
    const { kernels, tools } = createSimdSet("plain", floatCount, 0, { count: 2, start })!;
    await assembled({ dismiss: tools.dismiss, size: tools.crewSize }, 2);
    const { module, memory, idsAt, controlAt, workspaceAt } = given[0]!;
    const other = instantiate(module, memory).tools;
    other.bind(idsAt, controlAt, workspaceAt);
    other.reportFailure();
    expect(() => kernels.fill(size, 1, 0)).toThrow("unreachable");
  });

  test("works on, alone, once its threads are dismissed", async () => {
    const crew = await crewDesk("plain", 3);
    crew.tools.dismiss();
    expect(crew.tools.crewSize()).toBe(1);
    crew.kernels.fill(size, 2, 0);
    expect(crew.kernels.sumOfSquares(size, 0)).toBe(4 * size);
  });
});
