import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ActivationName, activationCodes } from "../../../../engine/kernels/activations.ts";
import { checked } from "../../../../engine/kernels/checked/checked.ts";
import { activations, slopes } from "../../../../engine/kernels/reference/activations.ts";
import { referenceKernels } from "../../../../engine/kernels/reference/reference.ts";
import { createArena } from "../../../../engine/memory/arena.ts";
import { Random } from "../../../../engine/random/random.ts";
import { distance } from "../support.ts";

function desk(size = 2048) {
  const arena = createArena(size, 0, "float64");
  const random = new Random(9);
  for (let i = 0; i < size; i++) arena.floats[i] = random.normal();
  return { arena, x: arena.floats, kernels: referenceKernels(arena), strict: checked(referenceKernels(arena), arena) };
}

const none = -1;
const unclipped = Number.POSITIVE_INFINITY;
const { sigmoid, tanh } = activationCodes;

describe("activations", () => {
  for (const name of Object.keys(activationCodes) as ActivationName[]) {
    const [value, slope] = [activations[activationCodes[name]], slopes[activationCodes[name]]];

    test(`${name} has the slope of its differences, away from kinks`, () => {
      for (const x of [-3.5, -2.2, -0.7, 0.3, 1.9, 4.1])
        expect(slope(value(x))).toBeCloseTo((value(x + 1e-6) - value(x - 1e-6)) / 2e-6, 8);
    });

    test(`${name} hands NaN on, and does not overflow`, () => {
      expect(value(Number.NaN)).toBeNaN();
      for (const x of [-1e4, 1e4]) expect(Number.isFinite(value(x))).toBe(true);
    });
  }
});

describe("the kernels that do a step's parts one after the other", () => {
  const size = fc.integer({ min: 1, max: 6 });

  test("do for a plain LSTM what its one kernel does, forward and back", () => {
    fc.assert(
      fc.property(size, size, (N, H) => {
        const [one, parts] = [desk(), desk()];
        const [gates, before, c, tanhC, h, dh, dc, dBefore, dGates] = [0, 200, 300, 400, 500, 600, 700, 800, 900];
        one.kernels.gatesForward(N, H, 0.5, gates, before, c, tanhC, h);
        parts.strict.memoryForward(N, H, sigmoid, tanh, 0, 0.5, unclipped, unclipped, none, none, gates, before, c);
        parts.strict.outputForward(N, H, sigmoid, tanh, unclipped, none, gates, c, tanhC, h);
        expect(distance(one.x, parts.x)).toBeLessThan(1e-15);
        one.kernels.gatesBackward(N, H, gates, before, tanhC, dh, dc, dBefore, dGates);
        parts.strict.outputBackward(N, H, sigmoid, tanh, unclipped, none, gates, tanhC, dh, dc, dGates);
        const options = [sigmoid, tanh, 0, unclipped, unclipped, none, none] as const;
        parts.strict.memoryBackward(N, H, ...options, gates, before, c, dc, dBefore, dGates);
        expect(distance(one.x, parts.x)).toBeLessThan(1e-14);
      }),
    );
  });

  test("normalize blocks of a row as they normalize each by itself", () => {
    const [blocks, alone] = [desk(), desk()];
    const [N, H, G] = [3, 5, 4];
    const [gamma, beta, x, scale, y] = [0, 100, 200, 400, 500];
    blocks.strict.normalizeForward(N * G, H, G, 1e-12, gamma, beta, x, scale, y);
    for (let row = 0; row < N * G; row++) {
      const block = (row % G) * H;
      alone.strict.normalizeForward(1, H, 1, 1e-12, gamma + block, beta + block, x + row * H, scale + row, y + row * H);
    }
    expect(blocks.x).toEqual(alone.x);
  });

  test("normalize a row whose numbers are all equal to zeros, not to NaN", () => {
    const { x, strict } = desk();
    x.fill(0.3, 200, 205);
    strict.normalizeForward(1, 5, 1, 1e-12, 0, 100, 200, 400, 500);
    for (const value of x.subarray(200, 205)) expect(Math.abs(value)).toBeLessThan(1e-9);
    strict.normalizeBackward(1, 5, 1, 0, 200, 400, 600, 700);
    expect(x.subarray(700, 705).every(Number.isFinite)).toBe(true);
  });
});

describe("the checked kernels", () => {
  test("let gates stand side by side in the rows of one matrix", () => {
    const { strict } = desk();
    expect(() => strict.mixBackward(3, 4, sigmoid, tanh, unclipped, 0, 100, 200, 300, 400)).not.toThrow();
  });

  test("refuse gates that run into the ones beside them", () => {
    const { strict } = desk();
    const overlapping = () => strict.outputForward(3, 4, sigmoid, tanh, unclipped, none, 0, 15, 200, 300);
    expect(overlapping).toThrow("outputForward: gate o is written and overlaps c");
  });

  test("refuse an optional argument that is there and is not within the arena", () => {
    const { strict } = desk();
    expect(() => strict.memoryForward(3, 4, sigmoid, tanh, 0, 0, unclipped, unclipped, 2040, none, 0, 100, 200)).toThrow(
      "peepholes",
    );
  });
});
