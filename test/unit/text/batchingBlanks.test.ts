import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../engine/random/random.ts";
import { Blanks, blankIds, blankWindows } from "../../../engine/text/batching/blanks.ts";
import { WindowWalk } from "../../../engine/text/batching/windowWalk.ts";
import { buffersOf, counting, dealt, thrownBy } from "./batchingSupport.ts";

/** The windows of one batch: [N][L + 1 + R, target]. */
function blanksOf(batcher: WindowWalk, width: number, batch: number): number[][] {
  const buffers = buffersOf(width * batch, batch);
  expect(batcher.fill(buffers).resetState).toBe(true);
  return Array.from(buffers.targets, (target, n) => [
    ...Array.from({ length: width }, (_, t) => buffers.inputs[t * batch + n]!),
    target,
  ]);
}

describe("blanks", () => {
  it("hold what stands before and after a token, a blank in its place, and past the text's ends another sign", () => {
    const blanks = new Blanks(counting(6), { left: 2, right: 1 }, 6, 3, dealt(0, 1, 2, 3));
    const [_, E] = [6, 7];
    expect(blanksOf(blanks, 4, 3)).toEqual([
      [E, E, _, 1, 0],
      [2, 3, _, 5, 4],
      [E, 0, _, 2, 1],
    ]);
    expect(blanksOf(blanks, 4, 3)[0]).toEqual([3, 4, _, E, 5]);
  });

  it("have a blank and an edge beyond the vocabulary", () => {
    expect(blankIds(30)).toEqual({ blank: 30, edge: 31, inputSize: 32 });
  });

  const sizes = fc.record({
    length: fc.integer({ min: 2, max: 40 }),
    left: fc.integer({ min: 0, max: 6 }),
    right: fc.integer({ min: 0, max: 6 }),
    batch: fc.integer({ min: 1, max: 5 }),
  });

  it("tell no token by itself, are in order, and hold nothing that is not in the text, at any size", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), ({ length, left, right, batch }, seed) => {
        fc.pre(left + right > 0 && length > left + right);
        const blanks = new Blanks(counting(length), { left, right }, length, batch, new Random(seed));
        for (let k = 0; k < 5; k++)
          for (const window of blanksOf(blanks, left + 1 + right, batch)) {
            const target = window.at(-1)!;
            const around = window.slice(0, -1).map((id, t) => ({ id, place: target - left + t }));
            for (const { id, place } of around)
              if (place === target) expect(id).toBe(length);
              else expect(id).toBe(place < 0 || place >= length ? length + 1 : place);
          }
      }),
    );
  });

  it("ask for every token in time, the first and the last too", () => {
    const blanks = new Blanks(counting(23), { left: 2, right: 2 }, 23, 2, new Random(3));
    const targets = new Set<number>();
    for (let k = 0; k < 80; k++) for (const window of blanksOf(blanks, 5, 2)) targets.add(window.at(-1)!);
    expect([...targets].sort((a, b) => a - b)).toEqual([...counting(23)]);
  });

  it("read no token twice in one walk", () => {
    const seen: number[] = [];
    const source = blankWindows(counting(20), { left: 2, right: 2 }, 20);
    const blanks = new WindowWalk(source, 1, dealt(3));
    for (let k = 0; k < 4; k++) seen.push(...blanksOf(blanks, 5, 1)[0]!.slice(0, -1));
    const tokens = seen.filter((id) => id < 20);
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it("go on from a saved place as if they had not stopped", () => {
    const make = (seed: number) => new Blanks(counting(11), { left: 1, right: 2 }, 11, 2, new Random(seed));
    const first = make(1);
    blanksOf(first, 4, 2);
    const second = make(2);
    second.restore(JSON.parse(JSON.stringify(first.save())));
    for (let k = 0; k < 9; k++) expect(blanksOf(second, 4, 2)).toEqual(blanksOf(first, 4, 2));
  });

  it("of a short text, such as a person's own, can be filled all the same", () => {
    const buffers = buffersOf(6, 1);
    blankWindows(Int32Array.of(4, 9), { left: 2, right: 3 }, 10).write(buffers, 1, 0, 1);
    expect([...buffers.inputs]).toEqual([11, 4, 10, 11, 11, 11]);
  });

  it("without context are refused, as is a text that is too short", () => {
    const blanks = (length: number, left: number, right: number) => () =>
      new Blanks(counting(length), { left, right }, length, 1, dealt(0));
    expect(thrownBy(blanks(9, 0, 0)).code).toBe("badConfiguration");
    expect(thrownBy(blanks(0, 1, 1)).code).toBe("emptyText");
    expect(thrownBy(blanks(4, 2, 2)).message).toBe("The text has 4 tokens, but a sequence of 4 needs at least 5.");
  });
});
