import { describe, expect, test } from "vitest";
import { cellNodesOf } from "../../../engine/layers/networkNode.ts";
import type { RunDescription } from "../../../engine/runs/description.ts";
import { forwardAndBack, planOf } from "../../../webview/lab/network/cellPlan.ts";
import { bidirectional, gru, mixed, plugin, story } from "../../webview/fixture/description.ts";

const cells = ({ network }: RunDescription) => cellNodesOf(network).map(({ cell }) => cell!);
const actions = (cell: Parameters<typeof planOf>[0]) => planOf(cell).gates.map(({ gate, action }) => `${gate.symbol} ${action}`);

describe("the drawing of a cell", () => {
  test("of an LSTM keeps, lets in, adds and reads out of c, normalized, with peepholes and projection or not", () => {
    for (const cell of [cells(story)[0]!, cells(bidirectional)[0]!, cells(mixed)[0]!]) {
      expect(actions(cell)).toEqual(["f keep", "i let in", "g add", "o read out"]);
      expect(planOf(cell)).toMatchObject({ memory: "c", carried: true, others: [] });
    }
  });

  test("of a GRU carries h itself", () => {
    expect(actions(cells(gru)[0]!)).toEqual(["z keep", "r reset", "n add"]);
    expect(planOf(cells(gru)[0]!)).toMatchObject({ memory: "h", carried: true });
  });

  test("of an RNN carries nothing: its h is new at every step", () => {
    expect(planOf(cells(mixed).at(-1)!)).toEqual({ gates: [], memory: "h", carried: false, others: [] });
  });

  test("of a cell that nobody knows tells by its formulas what acts on what", () => {
    const { gates, memory, others } = planOf(cells(plugin)[0]!);
    expect([memory, others]).toEqual(["c", ["s"]]);
    expect(gates.map(({ gate, action, actsOn }) => [gate.symbol, action, actsOn])).toEqual([
      ["n", "add", ["c"]],
      ["e", "act", ["c"]],
      ["w", "act", ["c"]],
      ["k", "act", ["s"]],
      ["o", "read out", ["h"]],
    ]);
  });

  test("needs no formulas", () => {
    const { gates, states } = cells(story)[0]!;
    expect(planOf({ gates, states, formulas: [] })).toMatchObject({ memory: "c", carried: true, others: [] });
    expect(actions({ gates: [{ symbol: "r", name: "", role: "reset" }], states: [{ name: "h" }], formulas: [] })).toEqual([
      "r act",
    ]);
  });
});

test("formulas of gradients are those that follow from what comes from above", () => {
  for (const cell of [story, gru, bidirectional, mixed, plugin].flatMap(cells)) {
    const [forward, back] = forwardAndBack(cell.formulas);
    expect(forward.map(({ quantity }) => quantity)).toContain("h");
    expect(back[0]!.quantity).toBe("dh");
    expect(back.every(({ quantity }) => quantity.startsWith("d"))).toBe(true);
    expect(forward.length + back.length).toBe(cell.formulas.length);
  }
});
