import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../engine/random/random.ts";
import type { Batcher } from "../../../engine/text/batching/batcher.ts";
import { Streams } from "../../../engine/text/batching/streams.ts";
import { Windows } from "../../../engine/text/batching/windows.ts";
import { buffersOf, counting, dealt, thrownBy } from "./batchingSupport.ts";

function windowsOf(batcher: Batcher, steps: number, batch: number): number[][] {
  const buffers = buffersOf(steps * batch, batch);
  const { inputs, targets } = buffers;
  batcher.fill(buffers);
  return Array.from(targets, (target, n) => [...Array.from({ length: steps }, (_, t) => inputs[t * batch + n]!), target]);
}

describe("windows", () => {
  it("start at random, go on by T + 1, and start again where no whole window is left: the case study's walk", () => {
    // Of the eleven words, ids 0 … 10; the offsets are those of the parity case's first twelve steps, whose starts are dealt here.
    const batcher = new Windows(counting(11), 3, 1, dealt(2, 2, 3, 0, 2, 2));
    const offsets = Array.from({ length: 12 }, () => windowsOf(batcher, 3, 1)[0]![0]);
    expect(offsets).toEqual([2, 6, 2, 6, 3, 7, 0, 4, 2, 6, 2, 6]);
  });

  it("hold T tokens and the one after them, at any size", () => {
    const sizes = fc.record({
      length: fc.integer({ min: 2, max: 40 }),
      steps: fc.integer({ min: 1, max: 12 }),
      batch: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(), { minLength: 1 }), ({ length, steps, batch }, starts) => {
        fc.pre(length > steps);
        const batcher = new Windows(counting(length), steps, batch, dealt(...starts));
        for (let k = 0; k < 5; k++)
          for (const window of windowsOf(batcher, steps, batch)) {
            expect(window).toEqual(Array.from(window, (_, t) => window[0]! + t));
            expect(window.at(-1)).toBeLessThan(length);
          }
      }),
    );
  });

  it("make a target of every token but the first T, in time", () => {
    const batcher = new Windows(counting(23), 3, 2, dealt(0, 1, 2, 3));
    const targets = new Set<number>();
    for (let k = 0; k < 40; k++) for (const window of windowsOf(batcher, 3, 2)) targets.add(window.at(-1)!);
    expect([...targets].sort((a, b) => a - b)).toEqual([...counting(23)].slice(3));
  });

  it("reset the state every time", () => {
    expect(new Windows(counting(9), 3, 1, dealt(0)).fill(buffersOf(3, 1)).resetState).toBe(true);
  });

  it("go on from a saved place as if they had not stopped", () => {
    const first = new Windows(counting(11), 3, 2, new Random(1));
    windowsOf(first, 3, 2);
    const saved = JSON.parse(JSON.stringify(first.save()));
    const second = new Windows(counting(11), 3, 2, new Random(2));
    second.restore(saved);
    for (let k = 0; k < 9; k++) expect(windowsOf(second, 3, 2)).toEqual(windowsOf(first, 3, 2));
  });

  it("saved with a longer text begin a new walk", () => {
    const batcher = new Windows(counting(6), 3, 1, dealt(1));
    batcher.restore({ offset: 5000, random: [0, 0, 0, 0] });
    expect(windowsOf(batcher, 3, 1)).toEqual([[1, 2, 3, 4]]);
  });
});

/** [N][tokens of the pass] with the last target, and what was said about the state. */
function readPass(batcher: Batcher, steps: number, batch: number, chunks: number) {
  const buffers = buffersOf(steps * batch, steps * batch);
  const { inputs, targets } = buffers;
  const rows: number[][] = Array.from({ length: batch }, () => []);
  const resets: boolean[] = [];
  for (let k = 0; k < chunks; k++) {
    resets.push(batcher.fill(buffers).resetState);
    for (let i = 0; i < inputs.length; i++) {
      expect(targets[i]).toBe(inputs[i]! + 1);
      rows[i % batch]!.push(inputs[i]!);
    }
  }
  return { rows, resets };
}

describe("streams", () => {
  it("of one row read chunk after chunk and start over with a new state, as min-char-rnn does", () => {
    const { rows, resets } = readPass(new Streams(counting(11), 3, 1), 3, 1, 4);
    expect(rows).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2]]);
    expect(resets).toEqual([true, false, false, true]);
  });

  it("of several rows are contiguous, and together cover the text", () => {
    const sizes = fc.record({
      length: fc.integer({ min: 2, max: 200 }),
      steps: fc.integer({ min: 1, max: 20 }),
      batch: fc.integer({ min: 2, max: 9 }),
    });
    fc.assert(
      fc.property(sizes, ({ length, steps, batch }) => {
        fc.pre(length > steps);
        const chunks = Math.ceil((length - 1) / steps / batch);
        const batcher = new Streams(counting(length), steps, batch);
        const { rows, resets } = readPass(batcher, steps, batch, chunks);
        for (const row of rows) expect(row).toEqual(row.map((_, i) => row[0]! + i));
        expect(new Set(rows.flat()).size).toBe(length - 1);
        expect(resets).toEqual(resets.map((_, k) => k === 0));
        expect(batcher.fill(buffersOf(steps * batch, steps * batch)).resetState).toBe(true);
      }),
    );
  });

  it("go on from a saved place as if they had not stopped", () => {
    const first = new Streams(counting(50), 4, 3);
    readPass(first, 4, 3, 2);
    const second = new Streams(counting(50), 4, 3);
    second.restore(JSON.parse(JSON.stringify(first.save())));
    expect(readPass(second, 4, 3, 7)).toEqual(readPass(first, 4, 3, 7));
  });
});

describe("a text that is too short", () => {
  it("is refused, saying how many tokens there are and how many are needed", () => {
    for (const make of [() => new Windows(counting(3), 3, 1, dealt(0)), () => new Streams(counting(3), 3, 8)]) {
      const error = thrownBy(make);
      expect(error.code).toBe("tooFewTokens");
      expect(error.message).toBe("The text has 3 tokens, but a sequence of 3 needs at least 4.");
    }
  });

  it("is enough with one token more than a sequence has", () => {
    expect(windowsOf(new Windows(counting(4), 3, 2, dealt(3)), 3, 2)).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
    expect(readPass(new Streams(counting(4), 3, 2), 3, 2, 1).rows).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });

  it("is called empty where it holds no token", () => {
    expect(thrownBy(() => new Streams(counting(0), 3, 1)).code).toBe("emptyText");
    expect(thrownBy(() => new Windows(counting(0), 3, 1, dealt(0))).code).toBe("emptyText");
  });
});
