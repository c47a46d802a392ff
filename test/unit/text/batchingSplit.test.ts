import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../engine/random/random.ts";
import { blankWindows } from "../../../engine/text/batching/blanks.ts";
import { cutTail } from "../../../engine/text/batching/split.ts";
import { tokenStream } from "../../../engine/text/batching/streams.ts";
import { StreamWalk } from "../../../engine/text/batching/streamWalk.ts";
import { WindowPass } from "../../../engine/text/batching/windowPass.ts";
import { tokenWindows } from "../../../engine/text/batching/windows.ts";
import { WindowWalk } from "../../../engine/text/batching/windowWalk.ts";
import { buffersOf, counting, thrownBy } from "./batchingSupport.ts";

describe("the cut before a validation part", () => {
  it("leaves a fraction, or so many tokens, behind it", () => {
    expect(cutTail(100, 0.1, { training: 4 })).toBe(90);
    expect(cutTail(100, 25, { training: 4 })).toBe(75);
    expect(cutTail(100, 1, { training: 4 })).toBe(99);
    expect(cutTail(5, 0.001, { training: 4 })).toBe(4);
  });

  it("refuses what is no amount", () => {
    for (const amount of [0, -1, 1.5, Number.NaN, Infinity])
      expect(thrownBy(() => cutTail(100, amount, { training: 4 })).code).toBe("badConfiguration");
  });

  it("says which part is too short, and for what", () => {
    expect(thrownBy(() => cutTail(20, 0.9, { training: 4 })).message).toBe(
      "Of 20 tokens, 18 for validation leave 2 to train on, but at least 4 are needed.",
    );
    expect(thrownBy(() => cutTail(20, 900, { training: 4 })).message).toContain("leave 0 to train on");
    const short = thrownBy(() => cutTail(20, 1, { training: 4, validation: 3 }, "rows"));
    expect(short.message).toBe("A validation part of 1 row is too short: at least 3 are needed.");
  });

  it("is reached over by nothing that is trained on, and every element behind it is told once, none before it", () => {
    const sizes = fc.record({
      length: fc.integer({ min: 12, max: 80 }),
      steps: fc.integer({ min: 1, max: 5 }),
      share: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(sizes, ({ length, steps, share, seed }) => {
        const cut = cutTail(length, share, { training: steps + 1 });
        const ids = counting(length);
        const part = ids.subarray(0, cut);
        const walks = [
          new WindowWalk(tokenWindows(part, steps), 2, new Random(seed)),
          new WindowWalk(blankWindows(part, { left: steps - 1, right: 1 }, 1000), 2, new Random(seed)),
          new StreamWalk(tokenStream(part), steps, 2),
        ];
        const buffers = buffersOf(2 * (steps + 1), 2 * (steps + 1));
        for (const walk of walks)
          for (let k = 0; k < 20; k++) {
            walk.fill(buffers);
            for (const id of [...buffers.inputs, ...buffers.targets]) expect(id < cut || id >= 1000).toBe(true);
          }
        const pass = new WindowPass(tokenWindows(ids, steps), steps, 1, { from: cut });
        const told = Array.from({ length: pass.batches }, (_, k) => {
          pass.fill(buffers, k);
          return buffers.targets[0]!;
        });
        expect(told).toEqual([...ids.subarray(cut)]);
      }),
    );
  });
});
