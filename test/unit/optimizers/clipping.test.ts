import { describe, expect, test } from "vitest";
import { clipByGlobalNorm, clipByNormEach, clipByValue, sgd } from "../../../engine/api/optimizers.ts";
import { chain } from "../../../engine/optimizers/chain.ts";
import type { Link } from "../../../engine/optimizers/optimizer.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { readNamed } from "../../../engine/registry/named.ts";
import { Desk, gradients } from "./desk.ts";

const rate = 0.5;
const plain = sgd({ learningRate: rate });

/** What each weight's gradient is multiplied by in the first step: gradients of 3 and -4. */
function factors(...links: readonly Link[]): number[] {
  const desk = new Desk(chain(...links, plain));
  const before = desk.values;
  const after = desk.step(1);
  return after.map((value, i) => (before[i]! - value) / (rate * gradients[0]![i]!));
}

const close = (ours: readonly number[], theirs: readonly number[]) => {
  for (const [i, value] of theirs.entries()) expect(ours[i]).toBeCloseTo(value, 14);
};

describe("clipping", () => {
  test("by the global norm is exact, or has PyTorch's epsilon", () => {
    close(factors(clipByGlobalNorm(2)), [2 / 5, 2 / 5]);
    close(factors(clipByGlobalNorm({ bound: 2, epsilon: 1e-6 })), [2 / (5 + 1e-6), 2 / (5 + 1e-6)]);
    close(factors(clipByGlobalNorm({ bound: 5, epsilon: 1e-6 })), [5 / (5 + 1e-6), 5 / (5 + 1e-6)]);
    close(factors(clipByGlobalNorm(5)), [1, 1]);
  });

  test("of gradients of zero leaves zeros", () => {
    for (const clip of [clipByGlobalNorm(1), clipByNormEach(1), clipByValue(1)]) {
      const desk = new Desk(chain(clip, plain));
      desk.floats.fill(0, 2, 4);
      const weights = desk.weights;
      chain(clip, plain).apply(weights, { step: 1, gradientNorm: 0 }, 1);
      expect(desk.values).toEqual([1, 2]);
    }
  });

  test("by each weight's norm scales each by itself, and hands on the smallest factor", () => {
    close(factors(clipByNormEach(3.5)), [1, 3.5 / 4]);
    close(factors(clipByNormEach(2)), [2 / 3, 2 / 4]);
    const desk = new Desk(plain);
    desk.floats.set([3, -4], 2);
    expect(chain(clipByNormEach(2), plain).apply(desk.weights, { step: 1, gradientNorm: 5 }, 1)).toBe(0.5);
    expect([...desk.floats.subarray(2, 4)]).toEqual([3, -4]);
  });

  test("in one chain comes one after another", () => {
    close(factors(clipByGlobalNorm(2), clipByNormEach(1.3)), [2 / 5, 1.3 / 4]);
    close(factors(clipByNormEach(2), clipByNormEach(1)), [1 / 3, 1 / 4]);
    close(factors(clipByGlobalNorm(2.5), clipByValue(1.75)), [1 / 2, 1.75 / 4]);
    close(factors(clipByNormEach(2), clipByValue(1.5)), [1.5 / 3, 1.5 / 4]);
  });

  test("by the global norm after other clipping is refused: the norm is no longer theirs", () => {
    expect(() => chain(clipByValue(1), clipByGlobalNorm(1), plain)).toThrow("is read after some of them were clipped");
    expect(() => chain(clipByNormEach(1), chain(clipByGlobalNorm(1), plain))).toThrow("is read after some of them were clipped");
    expect(() => chain(clipByGlobalNorm(2), clipByGlobalNorm(1), plain)).not.toThrow();
  });

  test("is plain data in the registry; a number alone is the bound", () => {
    const registry = createRegistry();
    const built = (spec: unknown): Link => {
      const { entry, options } = readNamed(registry, ["clipping"], spec);
      return registry.build("clipping", entry.name, options, null);
    };
    close(factors(built({ globalNorm: 2 })), [2 / 5, 2 / 5]);
    close(factors(built({ globalNorm: { bound: 2, epsilon: 1 } })), [2 / 6, 2 / 6]);
    close(factors(built({ normEach: 2 })), [2 / 3, 2 / 4]);
    close(factors(built({ value: 1.5 })), [1.5 / 3, 1.5 / 4]);
  });

  test("keeps each link's slots: a rule with momentum behind clipping goes its own way", () => {
    const [clipped, alone] = [
      new Desk(chain(clipByNormEach(1e6), sgd({ learningRate: 0.1, momentum: 0.9 }))),
      new Desk(sgd({ learningRate: 0.1, momentum: 0.9 })),
    ];
    for (const step of [1, 2, 3, 4]) expect(clipped.step(step)).toEqual(alone.step(step));
  });
});
