import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Paced } from "../../../extension/person/paced.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("A paced task is done at once, then once for all requests of half a second, the last of them included", () => {
  const task = vi.fn();
  const paced = new Paced(task);
  paced.request();
  expect(task).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 40; i++) {
    paced.request();
    vi.advanceTimersByTime(20);
  }
  expect(task).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5000);
  expect(task).toHaveBeenCalledTimes(3);
});

test("A paced task can be done out of turn, and never after it was disposed of", () => {
  const task = vi.fn();
  const paced = new Paced(task);
  paced.request();
  paced.now();
  expect(task).toHaveBeenCalledTimes(2);
  paced.request();
  paced.dispose();
  vi.advanceTimersByTime(5000);
  expect(task).toHaveBeenCalledTimes(2);
});
