import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatExact,
  formatFixed,
  formatNumber,
  formatScientific,
  splitAtPoint,
} from "../../../webview/shared/numbers.ts";

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
    expect([999, 20_200_000, 4.12e9].map(formatBytes)).toEqual(["999 B", "20.2 MB", "4.12 GB"]);
    expect([45, 130, 3900, 273_600].map(formatDuration)).toEqual(["45 s", "2 min 10 s", "1 h 5 min", "3 d 4 h"]);
    expect(formatCount(240_321)).toBe("240,321");
    expect(formatScientific(0.0011, 2)).toBe("1.1e−3");
  });
});
