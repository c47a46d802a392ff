import fc from "fast-check";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { Random } from "../../../engine/random/random.ts";

const draws = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.nextInt32());

describe("Random", () => {
  test("draws what pure-rand draws from the same state", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        const oracle = xoroshiro128plusFromState(random.save());
        expect(draws(random, 50)).toEqual(Array.from({ length: 50 }, () => oracle.next()));
      }),
    );
  });

  test("goes on from a saved state, through JSON, as if nothing had happened", () => {
    const random = new Random(1);
    draws(random, 10);
    const saved = JSON.parse(JSON.stringify(random.save()));
    const onwards = [random.uniform(), random.normal(), random.below(6)];
    random.restore(saved);
    expect([random.uniform(), random.normal(), random.below(6)]).toEqual(onwards);
  });

  test("gives neighbouring seeds different numbers from the first on, and zero some too", () => {
    const firsts = Array.from({ length: 1000 }, (_, seed) => new Random(seed).nextInt32());
    expect(new Set(firsts).size).toBe(1000);
    expect(Math.abs(firsts.filter((draw) => draw < 0).length - 500)).toBeLessThan(80);
  });

  test("draws uniform floats in [0, 1) with the mean and variance that they should have", () => {
    const random = new Random(2);
    const floats = Array.from({ length: 20_000 }, () => random.uniform());
    const mean = floats.reduce((sum, x) => sum + x, 0) / floats.length;
    expect(Math.min(...floats)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...floats)).toBeLessThan(1);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(floats.reduce((sum, x) => sum + (x - mean) ** 2, 0) / floats.length).toBeCloseTo(1 / 12, 2);
  });

  test("draws each of a few integers about equally often", () => {
    const random = new Random(3);
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 50_000; i++) counts[random.below(5)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test("draws integers below a bound of which 2³² is no multiple, without favouring small ones", () => {
    const random = new Random(4);
    const bound = 3 * 2 ** 30;
    let low = 0;
    for (let i = 0; i < 30_000; i++) if (random.below(bound) < 2 ** 30) low++;
    expect(Math.abs(low - 10_000)).toBeLessThan(400);
  });

  test("draws normals of mean 0 and variance 1", () => {
    const random = new Random(5);
    const normals = Array.from({ length: 20_000 }, () => random.normal());
    const mean = normals.reduce((sum, x) => sum + x, 0) / normals.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(normals.reduce((sum, x) => sum + x * x, 0) / normals.length - 1)).toBeLessThan(0.05);
    expect(Math.abs(normals.filter((x) => Math.abs(x) < 1).length / normals.length - 0.6827)).toBeLessThan(0.015);
  });
});
