import { expect, test } from "vitest";
import { release } from "../../../engine/memory/release.ts";

test("A released buffer is empty, and its memory is given back without waiting for the collector", () => {
  const buffer = new ArrayBuffer(2 ** 26);
  const held = process.memoryUsage().arrayBuffers;
  release(buffer);
  expect(buffer.byteLength).toBe(0);
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(held - 2 ** 25);
});

test("Where the platform cannot detach a buffer, it is left as it is", () => {
  const buffer = Object.defineProperty(new ArrayBuffer(8), "transfer", { value: undefined });
  release(buffer);
  expect(buffer.byteLength).toBe(8);
});
