import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Best } from "../../../engine/generation/best.ts";
import { draw, rankOf, softmaxRow } from "../../../engine/generation/distribution.ts";
import { Random } from "../../../engine/random/random.ts";

function softmax(logits: number[], temperature = 1): number[] {
  const into = new Float64Array(logits.length);
  softmaxRow(Float64Array.from(logits), 0, temperature, into);
  return [...into];
}

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
});

describe("drawing", () => {
  it("gives each id its share", () => {
    const random = new Random(3);
    const probabilities = Float64Array.of(0.1, 0, 0.6, 0.3);
    const counts = [0, 0, 0, 0];
    for (let k = 0; k < 20_000; k++) counts[draw(probabilities, random.uniform(), null)]!++;
    expect(counts[1]).toBe(0);
    for (const [id, count] of counts.entries()) expect(Math.abs(count / 20_000 - probabilities[id]!)).toBeLessThan(0.02);
  });

  it("never gives the excepted id, and shares its part out", () => {
    const random = new Random(4);
    const probabilities = Float64Array.of(0.1, 0.6, 0.3);
    let first = 0;
    for (let k = 0; k < 20_000; k++) {
      const id = draw(probabilities, random.uniform(), 1);
      expect(id).not.toBe(1);
      if (id === 0) first++;
    }
    expect(Math.abs(first / 20_000 - 0.25)).toBeLessThan(0.02);
  });

  it("gives the last possible id where rounding leaves a little over", () => {
    expect(draw(Float64Array.of(0.5, 0.4999999, 0), 1 - 2 ** -53, null)).toBe(1);
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
