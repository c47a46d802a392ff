import { describe, expect, test } from "vitest";
import type { CellPlace } from "../../../../engine/layers/layer.ts";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import { readingsOf } from "../../../../engine/model/readings.ts";
import type { SequenceModel } from "../../../../engine/model/sequenceModel.ts";
import type { Derivation } from "../../../../engine/trace/derivation.ts";
import { evaluate, type Readings } from "../../../../engine/trace/evaluate.ts";
import type { Expression } from "../../../../engine/trace/expression.ts";
import { buildRandom, type Drawn, pass, usual } from "../support.ts";
import { cells } from "./cells.ts";

/** The largest deviation of what stands in memory from what its derivation says, relative to the larger of both. */
function deviation(readings: Readings, quantity: string, expression: Expression, steps: readonly number[]): number {
  const tensor = readings.quantity(quantity);
  const [, rows, units] = tensor.shape;
  let largest = 0;
  for (const t of steps)
    for (let n = 0; n < rows; n++)
      for (let j = 0; j < units; j++) {
        const traced = tensor.at(t, n, j);
        const derived = evaluate(expression, readings, { t, n, j });
        const scale = Math.max(Math.abs(traced), Math.abs(derived));
        const difference = scale === 0 ? 0 : Math.abs(traced - derived) / scale;
        largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
      }
  return largest;
}

function trained(network: NetworkSpec, options: Partial<Drawn>): SequenceModel {
  const model = buildRandom(network, { ...usual, T: 5, ...options });
  model.dropOut(11);
  pass(model);
  return model;
}

function expectDerived(model: SequenceModel, cell: CellPlace): void {
  const readings = readingsOf(model, cell);
  const steps = Array.from({ length: model.steps }, (_, t) => t);
  for (const { quantity, text, expression, ofInitialState } of cell.derivations) {
    expect(deviation(readings, quantity, expression, steps), text).toBeLessThan(1e-12);
    if (ofInitialState) expect(deviation(readings, quantity, ofInitialState, [-1]), `initial ${text}`).toBeLessThan(1e-12);
  }
}

/** What a derivation takes from outside the cell, or from chance. */
const given = ["dy", "recurrentMask", "candidateMask"];

const all: Readonly<Record<string, NetworkSpec>> = {
  "an LSTM": { lstm: { hiddenSize: 4 } },
  "an LSTM with a forget bias and two biases": { lstm: { hiddenSize: 3, forgetBias: 1, separateBiases: true } },
  ...cells,
};

describe("every number of the trace", () => {
  for (const [name, network] of Object.entries(all)) {
    for (const input of ["ids", "features"] as const)
      test(`of ${name} is what its derivation makes of its operands, ${input}`, () => {
        const model = trained(network, { input });
        expectDerived(model, model.cells[0]);
      });

    test(`of ${name} has a derivation, and the derivations' operands are there`, () => {
      const model = trained(network, {});
      const [cell] = model.cells;
      const derived = cell.derivations.map(({ quantity }) => quantity);
      const traced = Object.keys(cell.trace(model.arena.floats));
      expect([...derived, ...given.filter((quantity) => traced.includes(quantity))].toSorted()).toEqual(traced.toSorted());
      const parameters = model.parameters.map(({ path }) => path);
      for (const { name: operand, role } of cell.derivations.flatMap(({ operands }) => operands)) {
        if (role === "quantity") expect(traced).toContain(operand);
        if (role === "parameter") expect(parameters).toContain(cell.path + operand);
      }
    });
  }

  test("of cells in a stack is derived from the cells below and above", () => {
    const layers = [
      { gru: { hiddenSize: 3 } },
      { lstm: { hiddenSize: 4, peepholes: true } },
      { layerNormLstm: { hiddenSize: 5 } },
    ];
    const model = trained({ stacked: { layers } }, { input: "features" });
    for (const cell of model.cells) expectDerived(model, cell);
  });

  test("of cells in both directions is derived in the order in which they read", () => {
    const half = (hiddenSize: number) => ({ stacked: { layers: [{ lstm: { hiddenSize } }, { gru: { hiddenSize: 3 } }] } });
    const network = { bidirectional: { forward: half(2), backward: half(4), merge: "multiply" } };
    for (const input of ["ids", "features"] as const) {
      const model = trained(network, { input });
      for (const cell of model.cells) expectDerived(model, cell);
    }
  });

  test("changes with its derivation: another formula is not taken for it", () => {
    const model = trained({ lstm: { hiddenSize: 4 } }, {});
    const [cell] = model.cells;
    const readings = readingsOf(model, cell);
    const byName = (quantity: string): Derivation => cell.derivations.find((found) => found.quantity === quantity)!;
    expect(deviation(readings, "di", byName("df").expression, [0, 1])).toBeGreaterThan(1e-3);
  });
});

describe("a derivation's text", () => {
  const textsOf = (network: NetworkSpec): string[] => trained(network, {}).cells[0].derivations.map(({ text }) => text);

  test("is the literature's: an LSTM", () => {
    expect(textsOf({ lstm: { hiddenSize: 2, forgetBias: 1 } })).toEqual([
      "i = σ(x · kernel_i + bias_i + h₋ · recurrentKernel_i)",
      "f = σ(x · kernel_f + bias_f + h₋ · recurrentKernel_f + forgetBias)",
      "g = tanh(x · kernel_g + bias_g + h₋ · recurrentKernel_g)",
      "c = f · c₋ + i · g",
      "o = σ(x · kernel_o + bias_o + h₋ · recurrentKernel_o)",
      "tanhC = tanh(c)",
      "h = o · tanhC",
      "dh = dy + di₊ · recurrentKernel_iᵀ + df₊ · recurrentKernel_fᵀ + dg₊ · recurrentKernel_gᵀ + do₊ · recurrentKernel_oᵀ",
      "do = dh · tanhC · o (1 − o)",
      "dc = dh · o · (1 − tanhC²) + dc₊ · f₊",
      "di = dc · g · i (1 − i)",
      "df = dc · c₋ · f (1 − f)",
      "dg = dc · i · (1 − g²)",
    ]);
  });

  test("shows options where they act", () => {
    const texts = textsOf({
      lstm: {
        hiddenSize: 3,
        peepholes: true,
        cellClip: 0.5,
        projectionSize: 2,
        recurrentActivation: "hardSigmoid",
        recurrentDropout: 0.5,
      },
    });
    expect(texts).toContain(
      "o = hardSigmoid(x · kernel_o + bias_o + (h₋ · recurrentMask) · recurrentKernel_o + peepholes_o · c)",
    );
    expect(texts).toContain("c = clip(f · c₋ + i · g, ±cellClip)");
    expect(texts).toContain("df = dc · [|c| < cellClip] · c₋ · 0.2 [0 < f < 1]");
    expect(texts).toContain("dm = dh · projectionKernelᵀ");
  });

  test("shows bounds of sums, coupled gates and other activations", () => {
    const texts = textsOf({
      lstm: {
        hiddenSize: 3,
        bias: false,
        gateClip: 0.5,
        inputForget: true,
        activation: "linear",
        stateActivation: "relu",
        projectionSize: 2,
        projectionClip: 0.2,
      },
    });
    expect(texts).toEqual([
      "i = σ(clip(x · kernel_i + h₋ · recurrentKernel_i, ±gateClip))",
      "f = 1 − i",
      "g = clip(x · kernel_g + h₋ · recurrentKernel_g, ±gateClip)",
      "c = f · c₋ + i · g",
      "o = σ(clip(x · kernel_o + h₋ · recurrentKernel_o, ±gateClip))",
      "reluC = max0(c)",
      "m = o · reluC",
      "h = clip(m · projectionKernel, ±projectionClip)",
      "dh = dy + di₊ · recurrentKernel_iᵀ + dg₊ · recurrentKernel_gᵀ + do₊ · recurrentKernel_oᵀ",
      "dp = dh · [|h| < projectionClip]",
      "dm = dp · projectionKernelᵀ",
      "do = dm · reluC · o (1 − o) · [σ(−gateClip) < o < σ(gateClip)]",
      "dc = dm · o · [reluC > 0] + dc₊ · f₊",
      "di = dc · (g − c₋) · i (1 − i) · [σ(−gateClip) < i < σ(gateClip)]",
      "df = 0",
      "dg = dc · i · [|g| < gateClip]",
    ]);
    expect(textsOf({ rnn: { hiddenSize: 2, activation: "softsign", gateClip: 1 } })).toEqual([
      "a = clip(x · kernel + bias + h₋ · recurrentKernel, ±gateClip)",
      "h = softsign(a)",
      "dh = dy + da₊ · recurrentKernelᵀ",
      "da = dh · (1 − |h|)² · [|a| < gateClip]",
    ]);
  });

  test("names a GRU's gates and a norm's parts", () => {
    expect(textsOf({ gru: { hiddenSize: 2 } })).toContain("n = tanh(x · kernel_n + bias_n + r · qn)");
    expect(textsOf({ gru: { hiddenSize: 2, recurrentBias: "candidate" } })).toEqual(
      expect.arrayContaining(["qz = h₋ · recurrentKernel_z", "qn = h₋ · recurrentKernel_n + recurrentBias_n"]),
    );
    expect(textsOf({ layerNormLstm: { hiddenSize: 4 } })).toContain(
      "diProduct = iScale · (gamma_i · di − mean(gamma_i · di) − iHat · mean(gamma_i · di · iHat))",
    );
  });

  test("comes with its operands: which number, of which step, and how it is read", () => {
    const df = trained({ lstm: { hiddenSize: 2 } }, {}).cells[0].derivations.find(({ quantity }) => quantity === "df")!;
    const element = { role: "quantity", gate: null, pattern: "element" };
    expect(df.operands).toEqual([
      { ...element, name: "dc", time: 0 },
      { ...element, name: "c", time: -1 },
      { ...element, name: "f", time: 0 },
    ]);
    const i = trained({ lstm: { hiddenSize: 2 } }, {}).cells[0].derivations[0];
    expect(i.operands.map(({ name, pattern, time }) => `${name} ${pattern} ${time}`)).toEqual([
      "x units 0",
      "kernel column 0",
      "bias element 0",
      "h units -1",
      "recurrentKernel column 0",
    ]);
  });
});
