import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blankWindows } from "../../../engine/text/batching/blanks.ts";
import type { Pass } from "../../../engine/text/batching/pass.ts";
import { StreamPass } from "../../../engine/text/batching/streamPass.ts";
import { tokenStream } from "../../../engine/text/batching/streams.ts";
import { WindowPass } from "../../../engine/text/batching/windowPass.ts";
import { tokenWindows } from "../../../engine/text/batching/windows.ts";
import { initializePlain, plainModel } from "../engine/plainModel.ts";
import { buffersOf, counting, thrownBy } from "./batchingSupport.ts";

/** How much each target weighs over a whole pass, by the token's place in the text (its id). */
function weighed(pass: Pass, steps: number, rows: number, readout: "all" | "last"): Map<number, number> {
  const buffers = buffersOf(steps * rows, readout === "all" ? steps * rows : rows);
  const weights = new Map<number, number>();
  let sum = 0;
  for (let k = 0; k < pass.batches; k++) {
    const { weight, steps: read } = pass.fill(buffers, k);
    const targets = buffers.targets.subarray(0, readout === "all" ? read * rows : rows);
    for (const target of targets) weights.set(target, (weights.get(target) ?? 0) + weight / targets.length);
    sum += weight;
  }
  expect(sum).toBe(pass.weight);
  return weights;
}

const from = (first: number, length: number) => Array.from({ length: length - first }, (_, i) => first + i);

function expectOnceEach(weights: Map<number, number>, targets: readonly number[]): void {
  expect([...weights.keys()].sort((a, b) => a - b)).toEqual(targets);
  for (const weight of weights.values()) expect(weight).toBeCloseTo(1, 9);
}

const sizes = fc
  .record({
    length: fc.integer({ min: 2, max: 60 }),
    steps: fc.integer({ min: 1, max: 9 }),
    rows: fc.integer({ min: 1, max: 12 }),
    cut: fc.nat({ max: 58 }),
  })
  .filter(({ length, steps, cut }) => length > steps && cut < length);

describe("a pass over windows", () => {
  it("counts every token of the part once, whatever is left for the last batches", () => {
    fc.assert(
      fc.property(sizes, ({ length, steps, rows, cut }) => {
        const pass = new WindowPass(tokenWindows(counting(length), steps), steps, rows, { from: cut });
        expectOnceEach(weighed(pass, steps, rows, "last"), from(Math.max(cut, steps), length));
      }),
    );
  });

  it("counts every blank of the part once, the text's last token too", () => {
    fc.assert(
      fc.property(sizes, ({ length, steps, rows, cut }) => {
        const source = blankWindows(counting(length), { left: steps - 1, right: 1 }, length);
        const pass = new WindowPass(source, steps + 1, rows, { from: cut });
        expectOnceEach(weighed(pass, steps + 1, rows, "last"), from(cut, length));
      }),
    );
  });

  it("needs few batches for what is left: divisors of N", () => {
    const pass = new WindowPass(tokenWindows(counting(4 + 32 + 23), 4), 4, 32);
    const buffers = buffersOf(4 * 32, 32);
    expect(Array.from({ length: pass.batches }, (_, k) => pass.fill(buffers, k).weight)).toEqual([32, 16, 4, 2, 1]);
    expect(pass.weight).toBe(55);
  });

  it("takes so many windows, evenly spread, where it is bounded", () => {
    const pass = new WindowPass(tokenWindows(counting(103), 3), 3, 4, { most: 10 });
    expect([...weighed(pass, 3, 4, "last").keys()]).toEqual([3, 13, 23, 33, 43, 53, 63, 73, 83, 93]);
    const bounded = (most: number) => () => new WindowPass(tokenWindows(counting(9), 3), 3, 4, { most });
    for (const most of [0, -1, Number.NaN]) expect(bounded(most)).toThrow(RangeError);
  });

  it("begins each window with a zero state, and gives the same batch whenever it is asked", () => {
    const pass = new WindowPass(tokenWindows(counting(20), 3), 3, 4);
    const [one, other] = [buffersOf(12, 4), buffersOf(12, 4)];
    expect(pass.fill(one, 2)).toEqual({ resetState: true, steps: 3, weight: 4 });
    for (let k = 0; k < pass.batches; k++) expect(pass.fill(other, k).resetState).toBe(true);
    pass.fill(other, 2);
    expect(other).toEqual(one);
  });
});

describe("a pass over streams", () => {
  it("counts every token of the part once, whatever is left for the last chunk", () => {
    fc.assert(
      fc.property(sizes, ({ length, steps, rows, cut }) => {
        const pass = new StreamPass(tokenStream(counting(length)), steps, rows, cut);
        expectOnceEach(weighed(pass, steps, rows, "all"), from(Math.max(cut, 1), length));
      }),
    );
  });

  it("carries the state along rows without a gap, and begins anew at their first chunks alone", () => {
    fc.assert(
      fc.property(sizes, ({ length, steps, rows, cut }) => {
        const pass = new StreamPass(tokenStream(counting(length)), steps, rows, cut);
        const buffers = buffersOf(steps * rows, steps * rows);
        let next: number[] = [];
        for (let k = 0; k < pass.batches; k++) {
          const { resetState, steps: read } = pass.fill(buffers, k);
          const firsts = [...buffers.inputs.subarray(0, rows)];
          if (k === 0) expect(resetState).toBe(true);
          if (!resetState) expect(firsts).toEqual(next);
          next = [...buffers.inputs.subarray((read - 1) * rows, read * rows)].map((id) => id + 1);
        }
        expect(next.at(-1)).toBe(length - 1);
      }),
    );
  });

  it("of one row is the text read from the cut to the end", () => {
    const pass = new StreamPass(tokenStream(counting(12)), 4, 1, 5);
    const buffers = buffersOf(4, 4);
    expect({ ...pass.fill(buffers, 0) }).toEqual({ resetState: true, steps: 4, weight: 4 });
    expect([...buffers.inputs]).toEqual([4, 5, 6, 7]);
    expect({ ...pass.fill(buffers, 1) }).toEqual({ resetState: false, steps: 3, weight: 3 });
    expect([...buffers.targets.subarray(0, 3)]).toEqual([9, 10, 11]);
    expect(pass.batches).toBe(2);
  });
});

describe("a part in which nothing can be told", () => {
  it("is refused", () => {
    expect(thrownBy(() => new StreamPass(tokenStream(counting(1)), 3, 2)).code).toBe("tooFewTokens");
    expect(thrownBy(() => new WindowPass(tokenWindows(counting(9), 3), 3, 2, { from: 9 })).message).toContain("too short");
  });
});

describe("the loss over a pass", () => {
  const ids = Int32Array.from({ length: 47 }, (_, i) => (i * i + 2 * i) % 5);

  function lossOf(pass: Pass, rows: number, readout: "all" | "last"): number {
    const shape = { vocabularySize: 5, hiddenSize: 4, layers: 1, forgetBias: 1 };
    const plan = { steps: 3, batch: rows, precision: "float64", training: false, slots: 0, readout } as const;
    const model = plainModel(shape, plan);
    const uniform = { uniform: { scale: 0.8 } };
    initializePlain(model, 4, { kernel: uniform, recurrentKernel: uniform });
    let sum = 0;
    for (let k = 0; k < pass.batches; k++) {
      const { resetState, steps, weight } = pass.fill(model, k);
      if (resetState) model.state.fill(0);
      model.forward(steps);
      sum += weight * model.loss();
      model.carryState();
    }
    return sum / pass.weight;
  }

  it("over windows is the same for any number of rows", () => {
    const losses = [1, 2, 5, 7, 16].map((rows) =>
      lossOf(new WindowPass(tokenWindows(ids, 3), 3, rows, { from: 20 }), rows, "last"),
    );
    for (const loss of losses) expect(loss).toBeCloseTo(losses[0]!, 12);
  });

  it("over a stream of one row is the text's, in one piece or in many", () => {
    const alone = lossOf(new StreamPass(tokenStream(ids), 3, 1, 20), 1, "all");
    const short = lossOf(new StreamPass(tokenStream(ids), 2, 1, 20), 1, "all");
    expect(short).toBeCloseTo(alone, 12);
  });
});
