import { expect, test } from "vitest";
import type { NetworkSpec } from "../../../engine/layers/networkSpec.ts";
import { reportGradients } from "../../../engine/training/gradientReport.ts";
import { buildRandom, type Drawn, pass, usual } from "./support.ts";

function flowOf(network: NetworkSpec, drawn: Partial<Drawn> = {}) {
  const model = buildRandom(network, { ...usual, ...drawn });
  pass(model);
  return reportGradients(model, 1, 1).flow;
}

test("A cell's way back through time has the states that the cell has", () => {
  const names = (network: NetworkSpec) => flowOf(network).map(({ path, states }) => [path, ...states.map(({ name }) => name)]);
  expect(names({ gru: { hiddenSize: 3 } })).toEqual([["", "h"]]);
  expect(names({ stacked: [{ lstm: { hiddenSize: 3 } }, { dense: { units: 2 } }, { rnn: { hiddenSize: 2 } }] })).toEqual([
    ["0/", "h", "c"],
    ["2/", "h"],
  ]);
});

test("A backward half's step 1 is the last token: read at the last step, the loss comes into it there and goes nowhere", () => {
  const both = { bidirectional: { forward: { gru: { hiddenSize: 3 } }, backward: { gru: { hiddenSize: 3 } }, merge: "concat" } };
  const [forward, backward] = flowOf(both, { readout: "last" });
  expect([forward!.reversed, backward!.reversed]).toEqual([false, true]);
  expect(forward!.states[0]!.norms.every((norm) => norm > 0)).toBe(true);
  expect(backward!.states[0]!.norms[0]).toBeGreaterThan(0);
  expect([...backward!.states[0]!.norms.subarray(1)]).toEqual([0, 0, 0]);
});
