import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sgd } from "../../../engine/api/optimizers.ts";
import {
  constantRate,
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  listedRates,
  polynomialDecay,
  stepDecay,
  warmUp,
} from "../../../engine/api/schedules.ts";
import { rateAt } from "../../../engine/optimizers/optimizer.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { rateOf } from "../../../engine/registry/rates.ts";
import { byHand, largestDifference, run } from "./desk.ts";

const registry = createRegistry();

const ratesOf = (schedule: (step: number) => number, steps: number): number[] =>
  Array.from({ length: steps }, (_, place) => schedule(place + 1));

function expectRates(schedule: (step: number) => number, rates: readonly number[]): void {
  for (const [place, rate] of ratesOf(schedule, rates.length).entries()) expect(rate).toBeCloseTo(rates[place]!, 14);
}

describe("schedules of the learning rate", () => {
  test("constant: the rate at every step", () => {
    expectRates(constantRate(0.3), [0.3, 0.3, 0.3]);
  });

  test("step: holds each rate for so many steps", () => {
    expectRates(stepDecay({ rate: 8, factor: 0.5, every: 2 }), [8, 8, 4, 4, 2, 2, 1]);
    expectRates(stepDecay({ rate: 8, factor: 0.5, every: 2, after: 3 }), [8, 8, 8, 8, 8, 4, 4, 2]);
  });

  test("exponential: falls by the same factor at each step, or over every so many", () => {
    expectRates(exponentialDecay({ rate: 1, factor: 0.5 }), [1, 0.5, 0.25, 0.125]);
    expectRates(exponentialDecay({ rate: 1, factor: 0.25, every: 2 }), [1, 0.5, 0.25, 0.125]);
  });

  test("list: a rate for each step, of which the last stays", () => {
    expectRates(listedRates([3, 1, 2]), [3, 1, 2, 2, 2]);
  });

  test("inverse time: divided by what grows evenly", () => {
    expectRates(inverseTimeDecay({ rate: 6, decay: 1 }), [6, 3, 2, 1.5]);
    expectRates(inverseTimeDecay({ rate: 6, decay: 2, every: 2 }), [6, 3, 2, 1.5]);
  });

  test("polynomial: a straight line to the minimum, where it stays, or a power of it", () => {
    expectRates(polynomialDecay({ rate: 5, minimum: 1, over: 4 }), [5, 4, 3, 2, 1, 1]);
    expectRates(polynomialDecay({ rate: 16, over: 4, power: 2 }), [16, 9, 4, 1, 0, 0]);
  });

  test("cosine: half a wave from the rate to the minimum, where it stays", () => {
    const schedule = cosineDecay({ rate: 1, minimum: 0.2, over: 4 });
    expectRates(schedule, [1, 0.2 + 0.4 * (1 + Math.SQRT1_2), 0.6, 0.2 + 0.4 * (1 - Math.SQRT1_2), 0.2, 0.2, 0.2]);
  });

  test("warm-up: rises evenly to the first rate of what follows, which then goes its own way", () => {
    expectRates(warmUp({ steps: 3, schedule: stepDecay({ rate: 1, factor: 0.5, every: 2 }) }), [0.25, 0.5, 0.75, 1, 1, 0.5, 0.5]);
    expectRates(warmUp({ steps: 1, schedule: 4 }), [2, 4, 4]);
  });

  test("compose: a warm-up into a warm-up is still one rise and then the rest", () => {
    expectRates(warmUp({ steps: 1, schedule: warmUp({ steps: 1, schedule: 1 }) }), [0.25, 0.5, 1, 1]);
  });

  test("remember nothing: any step can be asked for, in any order", () => {
    const schedule = warmUp({ steps: 5, schedule: cosineDecay({ rate: 0.1, over: 20 }) });
    const inOrder = ratesOf(schedule, 30);
    fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), (step) => schedule(step) === inOrder[step - 1]));
  });

  test("stay between nothing and the rate that they begin with", () => {
    const count = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(count, count, count, fc.double({ min: 0, max: 1, noNaN: true }), (step, every, steps, factor) => {
        const schedules = [
          stepDecay({ rate: 1, factor, every }),
          exponentialDecay({ rate: 1, factor, every }),
          cosineDecay({ rate: 1, over: every }),
        ];
        return schedules
          .flatMap((schedule) => [schedule(step), warmUp({ steps, schedule })(step)])
          .every((rate) => rate >= 0 && rate <= 1);
      }),
    );
  });

  test("are what a rule of update takes for its learning rate", () => {
    const rate = exponentialDecay({ rate: 0.1, factor: 0.5 });
    expect(
      largestDifference(
        run(sgd({ learningRate: rate })),
        byHand((_w, g, step) => -rate(step) * g),
      ),
    ).toBeLessThan(1e-15);
  });

  test("come out of the registry by their names, composed as well", () => {
    const cosine = registry.build("schedule", "cosine", { rate: 1, over: 2 }, null);
    const warm = registry.build("schedule", "warmUp", { steps: 1, schedule: cosine }, null);
    expectRates(warm, [0.5, 1, 0.5, 0]);
    expect(() => registry.build("schedule", "step", { rate: 1, every: 0 }, null)).toThrow("every is 0");
    const names = ["constant", "list", "step", "exponential", "inverseTime", "polynomial", "cosine", "warmUp", "plateau"];
    expect(registry.names("schedule")).toEqual(names);
  });

  test("are data as well, one within another, wherever a rate is asked for", () => {
    const schedule = { warmUp: { steps: 1, schedule: { warmUp: { steps: 1, schedule: { list: [1, 0.5] } } } } };
    const built = rateOf(registry, schedule);
    expectRates((step) => rateAt(built, step), [0.25, 0.5, 1, 0.5, 0.5]);
    const constant = rateOf(registry, { constant: 0.25 });
    expect([rateAt(constant, 1), rateAt(rateOf(registry, [4, 5]), 2), rateAt(rateOf(registry, 3), 9)]).toEqual([0.25, 5, 3]);
  });
});
