import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatExact,
  formatFixed,
  formatNumber,
  formatRate,
  formatScientific,
  splitAtPoint,
} from "../../../engine/words/numbers.ts";

describe("numbers", () => {
  test("have four significant digits and a true minus sign", () => {
    expect([1.87312, -0.0412749, 12.3456, 0.5].map((value) => formatNumber(value))).toEqual([
      "1.873",
      "−0.04127",
      "12.35",
      "0.5000",
    ]);
  });

  test("are counted in thousands where they are large and written with a power of ten where zeros would have to be counted", () => {
    expect([38_200.4, 1240, 4.127e-5, -2e9].map((value) => formatNumber(value))).toEqual([
      "38,200",
      "1,240",
      "4.127e−5",
      "−2.000e9",
    ]);
  });

  test("that are none say so", () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0].map((value) => formatNumber(value))).toEqual([
      "NaN",
      "∞",
      "−∞",
      "0",
    ]);
  });

  test("in a column have a fixed number of decimals, and zero has no sign", () => {
    expect([0.5, -0.00001, -1.23456].map((value) => formatFixed(value, 3))).toEqual(["0.500", "0.000", "−1.235"]);
  });

  test("of float32 are written out to the last digit that matters, and no further", () => {
    expect(formatExact(Math.fround(0.1))).toBe("0.1");
    const value = Math.fround(-0.228272721);
    expect(Math.fround(Number(formatExact(value).replace("−", "-")))).toBe(value);
  });

  test("align at the decimal point, or at the power of ten", () => {
    expect(["0.04127", "12", "4e−5"].map(splitAtPoint)).toEqual([
      ["0", ".04127"],
      ["12", ""],
      ["4", "e−5"],
    ]);
  });

  test("of bytes, seconds and counts carry their units", () => {
    expect([999, 1234, 123_456, 12_345_678, 2.5e9].map((count) => formatBytes(count))).toEqual([
      "999 bytes",
      "1.2 kB",
      "123 kB",
      "12 MB",
      "2.5 GB",
    ]);
    expect([20_200_000, 4.12e9, 999_960, 5e15].map((count) => formatBytes(count, 3))).toEqual([
      "20.2 MB",
      "4.12 GB",
      "1.00 MB",
      "5000 TB",
    ]);
    expect([12.4, 45, 130, 3900, 7300, 273_600].map(formatDuration)).toEqual([
      "12 s",
      "45 s",
      "2 min 10 s",
      "1 h 5 min",
      "2 h 1 min",
      "3 d 4 h",
    ]);
    expect(formatDuration(Number.POSITIVE_INFINITY)).toBe("");
    expect([38_214, 7, 99.6, 100, 1_234_567].map(formatRate)).toEqual(["38,200", "7", "100", "100", "1,230,000"]);
    expect(formatCount(240_321)).toBe("240,321");
    expect(formatScientific(0.0011, 2)).toBe("1.1e−3");
  });
});
