import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kernels } from "../../../engine/kernels/kernels.ts";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import type { KernelFactory } from "../../../engine/model/sequenceModel.ts";
import { checkGradients } from "../../../engine/parity/gradientCheck.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { trials, worstOf } from "./gradients/check.ts";
import { cellsOf } from "./gradients/drawNetwork.ts";
import { buildRandom, maskings, usual } from "./support.ts";

const registry = createRegistry();

/** `npm run fuzz` draws for so many minutes, from a seed of the day; otherwise a minute at most, always the same. */
const minutes = Number(process.env.FUZZ_MINUTES ?? 0);
const seed = minutes > 0 ? Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31) : 20_240_601;
const limits = minutes > 0 ? { numRuns: 1e9, interruptAfterTimeLimit: minutes * 60_000 } : { numRuns: 600 };
const patience = minutes > 0 ? minutes * 60_000 + 60_000 : 60_000;

const largestError = 1e-6;

describe(`gradients by hand and by central differences, in float64 (seed ${seed})`, () => {
  for (const name of registry.names("cell"))
    test(`agree for every option of the cell ${name}`, { timeout: 60_000 }, () => {
      const cells = cellsOf(4).filter((network) => name in network);
      const property = fc.property(cells, fc.nat(), fc.constantFrom(...maskings), (network, at, masks) => {
        const drawn = { ...usual, T: 3, N: 2, D: 3, units: 3, input: "features", seed: at, masks } as const;
        const worst = worstOf({ network, drawn, dropout: at, readsFinalState: true }, 12);
        expect(worst.largestError, `${worst.path}: ${worst.byHand} by hand, ${worst.numerical} by differences`).toBeLessThan(
          largestError,
        );
      });
      fc.assert(property, { numRuns: 50, seed });
    });

  test("are found out where they are wrong by a hundredth", () => {
    const wrongBiases: KernelFactory = (arena) => {
      const kernels = referenceKernels(arena);
      const columnSums: Kernels["columnSums"] = (rows, columns, from, sums) => {
        kernels.columnSums(rows, columns, from, sums);
        kernels.rescale(columns, 1.01, sums);
      };
      return { ...kernels, columnSums };
    };
    const model = buildRandom({ lstm: { hiddenSize: 3 } }, usual, {}, wrongBiases);
    const errors = new Map([...checkGradients(model)].map(({ path, largestError }) => [path, largestError]));
    expect(errors.get("bias")).toBeCloseTo(0.01, 3);
    expect(errors.get("kernel")).toBeLessThan(largestError);
  });

  test("agree for whatever networks can be made of cells, wrappers and layers", { timeout: patience }, () => {
    let checked = 0;
    const property = fc.property(trials, (trial) => {
      checked++;
      const worst = worstOf(trial, 8);
      expect(worst.largestError, `${worst.path}: ${worst.byHand} by hand, ${worst.numerical} by differences`).toBeLessThan(
        largestError,
      );
    });
    fc.assert(property, { ...limits, seed });
    if (minutes > 0) console.log(`${checked} networks were checked.`);
  });
});
