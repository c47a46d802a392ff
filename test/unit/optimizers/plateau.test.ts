import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clipByGlobalNorm, sgd } from "../../../engine/api/optimizers.ts";
import { reduceOnPlateau, warmUp } from "../../../engine/api/schedules.ts";
import { chain } from "../../../engine/optimizers/chain.ts";
import type { RateOfStep } from "../../../engine/optimizers/optimizer.ts";
import { noteLoss, restoreWatchers, saveWatchers } from "../../../engine/optimizers/watcher.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";

/** The rate after each loss. */
const ratesOver = (schedule: RateOfStep, losses: readonly number[]): number[] =>
  losses.map((loss) => {
    noteLoss(schedule, loss);
    return schedule(1);
  });

interface Options {
  readonly rate: number;
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  readonly cooldown: number;
  readonly minimum: number;
}

/** The lines of PyTorch's `ReduceLROnPlateau.step`, one by one. */
function asPyTorch({ rate, factor, patience, threshold, cooldown, minimum }: Options, losses: readonly number[]): number[] {
  let [best, bad, resting, now] = [Number.POSITIVE_INFINITY, 0, 0, rate];
  return losses.map((loss) => {
    if (loss < best * (1 - threshold)) [best, bad] = [loss, 0];
    else bad += 1;
    if (resting > 0) [resting, bad] = [resting - 1, 0];
    if (bad > patience) {
      const next = Math.max(now * factor, minimum);
      if (now - next > 1e-8) now = next;
      [resting, bad] = [cooldown, 0];
    }
    return now;
  });
}

const options = fc.record({
  rate: fc.constantFrom(1, 0.1),
  factor: fc.constantFrom(0.5, 0.1),
  patience: fc.integer({ min: 0, max: 3 }),
  threshold: fc.constantFrom(0, 0.01, 0.2),
  cooldown: fc.integer({ min: 0, max: 3 }),
  minimum: fc.constantFrom(0, 0.01),
});
const losses = fc.array(fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.constant(Number.NaN)), { maxLength: 40 });

describe("a rate that falls where the loss no longer does", () => {
  test("waits, falls, rests, and stays at the minimum", () => {
    const schedule = reduceOnPlateau({ rate: 1, factor: 0.1, patience: 1, cooldown: 1, minimum: 0.05 });
    expect(ratesOver(schedule, [3, 2, 2, 2, 2, 2, 2, 1, 1, 1])).toEqual([1, 1, 1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05]);
  });

  test("takes a difference for better, where the threshold is absolute", () => {
    const schedule = reduceOnPlateau({ rate: 1, patience: 0, threshold: 0.5, thresholdMode: "absolute" });
    expect(ratesOver(schedule, [3, 2.4, 2.1, 1.8])).toEqual([1, 1, 0.1, 0.1]);
  });

  test("is PyTorch's, whatever the options and the losses", () => {
    fc.assert(
      fc.property(options, losses, (given, noted) => {
        expect(ratesOver(reduceOnPlateau(given), noted)).toEqual(asPyTorch(given, noted));
      }),
    );
  });

  test("goes on from what was saved, through JSON, as if it had never stopped", () => {
    fc.assert(
      fc.property(options, losses, fc.nat(40), (given, noted, place) => {
        const [whole, first, second] = [1, 2, 3].map(() => reduceOnPlateau(given)) as [RateOfStep, RateOfStep, RateOfStep];
        const rates = ratesOver(whole, noted);
        ratesOver(first, noted.slice(0, place));
        restoreWatchers(second, JSON.parse(JSON.stringify(saveWatchers(first))));
        expect(ratesOver(second, noted.slice(place))).toEqual(rates.slice(place));
      }),
    );
  });

  test("is told through the optimizer that it is in, however deep", () => {
    const learningRate = warmUp({ steps: 1, schedule: reduceOnPlateau({ rate: 1, patience: 0 }) });
    const optimizer = chain(clipByGlobalNorm(1), sgd({ learningRate, momentum: 0.9 }));
    expect(optimizer.watchers).toHaveLength(1);
    for (const loss of [2, 2]) noteLoss(optimizer, loss);
    expect([learningRate(1), learningRate(2)]).toEqual([0.05, 0.1]);
    expect(saveWatchers(sgd({ learningRate: 0.1 }))).toEqual([]);
  });

  test("comes out of the registry as data, each time by itself", () => {
    const learningRate = { plateau: { rate: 1, patience: 0 } };
    const [one, other] = [1, 2].map(() => createRegistry().build("optimizer", "sgd", { learningRate }, null)) as [
      ReturnType<typeof sgd>,
      ReturnType<typeof sgd>,
    ];
    for (const loss of [2, 2]) noteLoss(one, loss);
    expect(saveWatchers(one)).toEqual([{ rate: 0.1, best: 2, bad: 0, resting: 0 }]);
    expect(saveWatchers(other)).toEqual([{ rate: 1, best: null, bad: 0, resting: 0 }]);
  });

  test("refuses a state that is none", () => {
    const schedule = reduceOnPlateau({ rate: 1 });
    const good = { rate: 1, best: null, bad: 0, resting: 0 };
    for (const states of [null, [], [good, good], [{}], [{ ...good, rate: "1" }], [{ ...good, bad: -1 }]])
      expect(() => restoreWatchers(schedule, states)).toThrow();
    expect(() => restoreWatchers(schedule, [good])).not.toThrow();
  });
});
