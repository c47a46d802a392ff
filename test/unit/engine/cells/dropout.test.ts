import { describe, expect, test } from "vitest";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import { checkGradients } from "../../../../engine/parity/gradientCheck.ts";
import { buildRandom, logitsOf, pass, usual } from "../support.ts";
import { cells } from "./cells.ts";

const dropping = Object.entries(cells).filter(([, network]) => JSON.stringify(network).includes("Dropout"));

describe("dropout in a cell", () => {
  for (const [name, network] of dropping) {
    test(`has the gradients that differences of the loss have, for a mask that stays: ${name}`, () => {
      for (const input of ["ids", "features"] as const) {
        const model = buildRandom(network, { ...usual, input });
        model.dropOut(5);
        for (const check of checkGradients(model)) expect(check.largestError, check.path).toBeLessThan(1e-6);
      }
    });

    test(`drops by the seed: ${name}`, () => {
      const model = buildRandom(network, usual);
      const logitsWith = (seed: number | null) => {
        model.dropOut(seed);
        pass(model);
        return logitsOf(model);
      };
      const open = logitsWith(null);
      const first = logitsWith(1);
      expect(first).not.toEqual(open);
      expect(logitsWith(2)).not.toEqual(first);
      expect(logitsWith(1)).toEqual(first);
      expect(logitsWith(null)).toEqual(open);
    });
  }
});

const masksOf = (network: NetworkSpec, name: string) => {
  const model = buildRandom(network, { ...usual, T: 6, N: 50 });
  model.dropOut(3);
  pass(model);
  const mask = model.cells[0].trace(model.arena.floats)[name]!;
  const [steps, rows, units] = mask.shape;
  const step = (t: number) => Array.from({ length: rows * units }, (_, i) => mask.at(t, Math.floor(i / units), i % units));
  return Array.from({ length: steps }, (_, t) => step(t));
};

describe("a mask", () => {
  test("on h₋ is one for the whole sequence", () => {
    const steps = masksOf({ gru: { hiddenSize: 20, recurrentDropout: 0.25 } }, "recurrentMask");
    for (const step of steps) expect(step).toEqual(steps[0]);
  });

  test("on g is another at each step", () => {
    const steps = masksOf({ lstm: { hiddenSize: 20, candidateDropout: 0.25 } }, "candidateMask");
    for (const step of steps.slice(1)) expect(step).not.toEqual(steps[0]);
  });

  test("is zero as often as its rate says, and scales what is left to the same mean", () => {
    const factors = masksOf({ lstm: { hiddenSize: 20, candidateDropout: 0.25 } }, "candidateMask").flat();
    expect(new Set(factors)).toEqual(new Set([0, 1 / 0.75]));
    const dropped = factors.filter((factor) => factor === 0).length / factors.length;
    // Six standard deviations of 6,000 draws.
    expect(Math.abs(dropped - 0.25)).toBeLessThan(6 * Math.sqrt((0.25 * 0.75) / factors.length));
  });
});
