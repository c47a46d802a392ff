import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Best } from "../../../engine/generation/best.ts";
import { draw, keepTopK, keepTopP, rankOf, softmaxRow } from "../../../engine/generation/distribution.ts";
import { Random } from "../../../engine/random/random.ts";

function softmax(logits: readonly number[], temperature = 1, except: number | null = null): number[] {
  const into = new Float64Array(logits.length);
  softmaxRow(Float64Array.from(logits), 0, temperature, into, except);
  return [...into];
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
const logit = fc.double({ min: -50, max: 50, noNaN: true });
const someLogits = fc.array(logit, { minLength: 2, maxLength: 12 });
const someTemperature = fc.double({ min: 0.01, max: 10, noNaN: true });

describe("softmax", () => {
  it("is exp(z / temperature) over its sum", () => {
    const sum = Math.exp(0.5) + Math.exp(-1) + 1;
    expect(softmax([1, -2, 0], 2)).toEqual([
      expect.closeTo(Math.exp(0.5) / sum, 15),
      expect.closeTo(Math.exp(-1) / sum, 15),
      expect.closeTo(1 / sum, 15),
    ]);
  });

  it("does not overflow, and reads the row that it was asked for", () => {
    const into = new Float64Array(2);
    softmaxRow(Float64Array.of(1, 2, 1000, 900, 3, 4), 1, 0.01, into);
    expect([...into]).toEqual([1, 0]);
  });

  it("below temperature 1 is more cautious, above 1 wilder: the likeliest gains, or loses", () => {
    fc.assert(
      fc.property(someLogits, someTemperature, someTemperature, (logits, a, b) => {
        const [cooler, warmer] = [Math.min(a, b), Math.max(a, b)].map((temperature) => Math.max(...softmax(logits, temperature)));
        expect(cooler).toBeGreaterThanOrEqual(warmer! - 1e-12);
      }),
    );
  });

  it("at temperature 0 is all the likeliest's, and of equal ones the first's", () => {
    expect(softmax([1, 3, 2, 3], 0)).toEqual([0, 1, 0, 0]);
    expect(softmax([-700, -800], 0)).toEqual([1, 0]);
    expect(softmax([1, 9, 2, 3], 0, 1)).toEqual([0, 0, 0, 1]);
  });

  it("without an id is the softmax of the others, however little they have beside it", () => {
    fc.assert(
      fc.property(someLogits, logit, fc.nat(12), someTemperature, (logits, excess, place, temperature) => {
        const except = place % (logits.length + 1);
        const all = logits.toSpliced(except, 0, 2000 + excess);
        expect(softmax(all, temperature, except)).toEqual(softmax(logits, temperature).toSpliced(except, 0, 0));
      }),
    );
  });
});

describe("a cut-off distribution", () => {
  const distribution = someLogits.map((logits) => softmax(logits));
  const cut = (how: (probabilities: Float64Array) => void, probabilities: readonly number[]): number[] => {
    const kept = Float64Array.from(probabilities);
    how(kept);
    return [...kept];
  };
  /** Ids from the most probable down; equal ones by id. */
  const ranked = (probabilities: readonly number[]) =>
    probabilities.map((_, id) => id).sort((a, b) => probabilities[b]! - probabilities[a]! || a - b);

  /** Those that are kept are the first of the ranking, and have what they had, in proportion. */
  function expectKept(before: readonly number[], after: readonly number[], count: number): void {
    const first = ranked(before).slice(0, count);
    const share = sumOf(first.map((id) => before[id]!));
    for (const id of before.keys()) {
      if (first.includes(id)) expect(after[id]).toBeCloseTo(before[id]! / share, 12);
      else expect(after[id]).toBe(0);
    }
  }

  it("by k keeps the k most probable", () => {
    fc.assert(
      fc.property(distribution, fc.integer({ min: 1, max: 15 }), (before, k) => {
        expectKept(
          before,
          cut((kept) => keepTopK(kept, k), before),
          k,
        );
      }),
    );
  });

  it("by p keeps the fewest most probable that have p together", () => {
    fc.assert(
      fc.property(distribution, fc.double({ min: 0.01, max: 0.999, noNaN: true }), (before, p) => {
        const order = ranked(before);
        const sums = order.map((_, i) => sumOf(order.slice(0, i + 1).map((id) => before[id]!)));
        const enough = sums.findIndex((sum) => sum >= p);
        const count = enough < 0 ? before.length : enough + 1;
        expectKept(
          before,
          cut((kept) => keepTopP(kept, p), before),
          count,
        );
      }),
    );
  });

  it("of equal ones keeps the smaller ids, and at least one", () => {
    expect(cut((kept) => keepTopK(kept, 2), [0.25, 0.25, 0.25, 0.25])).toEqual([0.5, 0.5, 0, 0]);
    expect(cut((kept) => keepTopP(kept, 0.5), [0.25, 0.25, 0.25, 0.25])).toEqual([0.5, 0.5, 0, 0]);
    expect(cut((kept) => keepTopP(kept, 1e-9), [0.1, 0.9])).toEqual([0, 1]);
  });

  it("by all of them stays as it was", () => {
    const before = [0.1, 0.2, 0.7];
    expect(cut((kept) => keepTopK(kept, 3), before)).toEqual(before);
    expect(cut((kept) => keepTopP(kept, 1), before)).toEqual(before);
  });
});

/** Pearson's statistic of 20,000 draws, which only one seed in a thousand brings above the bound for its degrees of freedom. */
function chiSquared(probabilities: Float64Array, seed: number): number {
  const random = new Random(seed);
  const draws = 20_000;
  const counts = new Float64Array(probabilities.length);
  for (let k = 0; k < draws; k++) counts[draw(probabilities, random.uniform())]!++;
  for (const [id, probability] of probabilities.entries()) if (probability === 0) expect(counts[id]).toBe(0);
  return sumOf(
    [...counts].map((count, id) =>
      probabilities[id] === 0 ? 0 : (count - draws * probabilities[id]!) ** 2 / (draws * probabilities[id]!),
    ),
  );
}

describe("what is drawn", () => {
  // The 0.999 quantiles of χ² with 3, 2 and 1 degrees of freedom.
  const logits = [1.2, -0.3, 9, 0.4, 0.9];
  const bounds = { 3: 16.27, 2: 13.82, 1: 10.83 } as const;

  it.each([0.5, 1, 2])("follows the distribution at temperature %s, without the unknown token", (temperature) => {
    expect(chiSquared(Float64Array.from(softmax(logits, temperature, 2)), 11)).toBeLessThan(bounds[3]);
  });

  it("follows what top-k and top-p leave of it", () => {
    const topK = Float64Array.from(softmax(logits, 1, 2));
    keepTopK(topK, 3);
    expect(chiSquared(topK, 12)).toBeLessThan(bounds[2]);
    const topP = Float64Array.from(softmax(logits, 1, 2));
    keepTopP(topP, 0.6);
    expect(topP.filter((probability) => probability > 0)).toHaveLength(2);
    expect(chiSquared(topP, 13)).toBeLessThan(bounds[1]);
  });
});

describe("drawing", () => {
  it("gives each id the part of [0, 1) that it has", () => {
    const probabilities = Float64Array.of(0.25, 0, 0.5, 0.25);
    expect([0, 0.2499, 0.25, 0.7499, 0.75, 0.9999].map((uniform) => draw(probabilities, uniform))).toEqual([0, 0, 2, 2, 3, 3]);
  });

  it("gives the last possible id where rounding leaves a little over", () => {
    expect(draw(Float64Array.of(0.5, 0.4999999, 0), 1 - 2 ** -53)).toBe(1);
  });
});

describe("rank", () => {
  it("counts from 1, and equals by their ids", () => {
    expect([0, 1, 2, 3].map((id) => rankOf(Float64Array.of(0.2, 0.5, 0.2, 0.1), id))).toEqual([2, 1, 3, 4]);
  });
});

describe("the best of many", () => {
  it("are those that sorting puts first", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 1, max: 6 }), (scores, limit) => {
        const best = new Best<number>(limit);
        for (const [place, score] of scores.entries()) best.offer(score, place);
        const sorted = scores.map((score, place) => ({ score, place })).sort((a, b) => b.score - a.score || a.place - b.place);
        expect(best.items).toEqual(sorted.slice(0, limit).map(({ place }) => place));
      }),
    );
  });
});
