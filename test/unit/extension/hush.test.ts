import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Hush } from "../../../extension/views/hush.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("While a page is opened there is a hush for the others and none for itself, and its end is told once", () => {
  const hush = new Hush();
  const told = vi.fn();
  hush.onEnd(told);
  const [lab, inspector] = [{}, {}];
  hush.begin(inspector);
  expect([hush.isFor(lab), hush.isFor(inspector)]).toEqual([true, false]);
  hush.end(inspector);
  hush.end(inspector);
  expect([hush.isFor(lab), told.mock.calls.length]).toEqual([false, 1]);
});

test("A page that never says a word is waited for no longer than five seconds", () => {
  const hush = new Hush();
  const told = vi.fn();
  const forget = hush.onEnd(told);
  const lab = {};
  hush.begin({});
  vi.advanceTimersByTime(4999);
  expect(hush.isFor(lab)).toBe(true);
  vi.advanceTimersByTime(1);
  expect([hush.isFor(lab), told.mock.calls.length]).toEqual([false, 1]);
  forget();
  hush.begin({});
  vi.advanceTimersByTime(6000);
  expect(told).toHaveBeenCalledTimes(1);
});
