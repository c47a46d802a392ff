import { expect, it } from "vitest";
import { formatBytes, formatCount, formatDuration, formatLoss, formatRate } from "../../../extension/person/format.ts";

it("writes figures as the status line shows them", () => {
  expect(formatCount(1240)).toBe("1,240");
  expect(formatLoss(1.87349)).toBe("1.873");
  expect(formatLoss(Number.NaN)).toBe("NaN");
  expect(formatRate(38_214)).toBe("38,200 tokens/s");
  expect(formatRate(7)).toBe("7 tokens/s");
  expect(formatDuration(12.4)).toBe("12 s");
  expect(formatDuration(130)).toBe("2 min 10 s");
  expect(formatDuration(7300)).toBe("2 h 1 min");
  expect(formatBytes(999)).toBe("999 bytes");
  expect(formatBytes(1234)).toBe("1.2 kB");
  expect(formatBytes(123_456)).toBe("123 kB");
  expect(formatBytes(12_345_678)).toBe("12 MB");
  expect(formatBytes(2.5e9)).toBe("2.5 GB");
});
