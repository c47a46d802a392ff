import { describe, expect, test } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { createArena } from "../../../engine/memory/arena.ts";
import { Ledger, layoutBytes } from "../../../engine/memory/ledger.ts";

const info = (path: string, rows: number, columns: number) =>
  ({ path, rows, columns, gates: null, rowMeaning: "unit", columnMeaning: "unit" }) as const;

describe("the ledger", () => {
  test("lays parameters out without gaps, and gradients, slots and backups in the same order", () => {
    const ledger = new Ledger(true, 2);
    const a = ledger.parameter(info("a", 3, 5));
    const b = ledger.parameter(info("b", 1, 7));
    const layout = ledger.layOut();
    expect([a.value.offset, b.value.offset]).toEqual([0, 15]);
    expect([a.gradient!.offset, b.gradient!.offset]).toEqual([layout.gradients.offset, layout.gradients.offset + 15]);
    expect([layout.slots.length, layout.backups.length]).toEqual([2, 3]);
    for (const section of [layout.values, layout.gradients, ...layout.slots, ...layout.backups]) expect(section.size).toBe(22);
  });

  test("gives no two blocks the same place, and no block a place outside", () => {
    const ledger = new Ledger(true, 1);
    const { value, gradient } = ledger.parameter(info("w", 3, 3));
    const blocks = [value, gradient!, ledger.activation("x", [2, 3]), ledger.flow("dx", [5])!, ledger.input("in", [4])];
    const { floatCount, slots, backups } = ledger.layOut();
    const places = [...blocks, ...slots, ...backups].toSorted((a, b) => a.offset - b.offset);
    for (const [i, { offset, size }] of places.entries())
      expect(offset + size).toBeLessThanOrEqual(places[i + 1]?.offset ?? floatCount);
  });

  test("plans no gradients, slots or backups for a model that only predicts", () => {
    const ledger = new Ledger(false, 2);
    expect(ledger.parameter(info("w", 8, 8)).gradient).toBeNull();
    expect(ledger.flow("dx", [5])).toBeNull();
    expect(ledger.layOut().floatCount).toBe(64);
  });

  test("knows the bytes before anything is allocated", () => {
    const ledger = new Ledger(true, 0);
    ledger.activation("x", [16]);
    ledger.ids("ids", [8]);
    const layout = ledger.layOut();
    expect(layoutBytes(layout, "float32")).toBe(16 * 4 + 8 * 4);
    expect(layoutBytes(layout, "float64")).toBe(16 * 8 + 8 * 4);
  });
});

describe("the arena", () => {
  test("lies in one buffer, its own or a given one", () => {
    const buffer = new SharedArrayBuffer(64);
    const { floats, ints } = createArena(8, 8, "float32", buffer);
    expect([floats.buffer, ints.buffer, ints.byteOffset]).toEqual([buffer, buffer, 32]);
  });

  test("says what it would take when there is not so much memory", () => {
    const enormous = () => createArena(2 ** 50, 0, "float32");
    expect(enormous).toThrow(EngineError);
    expect(enormous).toThrow("needs 4,294,967,296 MiB of memory");
  });
});
