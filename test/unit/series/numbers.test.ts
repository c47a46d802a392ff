import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNumber } from "../../../engine/series/numbers.ts";

const parse = (text: string, decimal: "point" | "comma" = "point") => parseNumber(text, 0, text.length, decimal);

const decimals = fc
  .tuple(fc.constantFrom("", "-", "+"), fc.stringMatching(/^\d{1,24}$/), fc.stringMatching(/^(\.\d{0,24})?$/))
  .map((parts) => parts.join(""));
const exponents = fc
  .tuple(decimals, fc.constantFrom("e", "E"), fc.integer({ min: -330, max: 320 }))
  .map((parts) => parts.join(""));

describe("a number", () => {
  test("is read as it was written, to the last bit", () => {
    const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(doubles, (value) => void expect(parse(String(value))).toBe(Number(String(value)))),
      { numRuns: 2000 },
    );
    expect(parse("-0")).toBe(-0);
  });

  test("has the value that the language gives it, whatever its digits are", () => {
    fc.assert(
      fc.property(fc.oneof(decimals, exponents), (text) => void expect(parse(text)).toBe(Number(text))),
      { numRuns: 5000 },
    );
  });

  test("may have a decimal comma instead", () => {
    fc.assert(
      fc.property(
        fc.oneof(decimals, exponents),
        (text) => void expect(parse(text.replace(".", ","), "comma")).toBe(Number(text)),
      ),
    );
    expect(parse("1.5", "comma")).toBeNaN();
    expect(parse("1,5")).toBeNaN();
  });

  test("is read from within a text, and what stands beside it is not", () => {
    expect(parseNumber("9912.5e199", 2, 8, "point")).toBe(125);
  });

  test("is none where something else stands", () => {
    const others = [
      "",
      "+",
      ".",
      "-.",
      "e5",
      "1e",
      "1e+",
      "1e5.",
      "1 2",
      "0x10",
      "1_000",
      "NaN",
      "Infinity",
      "--1",
      "1-",
      "1.2.3",
      "١",
    ];
    for (const text of others) expect(parse(text), text).toBeNaN();
    for (const text of [".5", "5.", "+5", "007", "1E+3"]) expect(parse(text), text).toBe(Number(text));
  });

  test("of any text is what the language says, or none", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,eE+- x") }), (text) => {
        const value = parse(text);
        if (!Number.isNaN(value)) expect(value).toBe(Number(text));
        else if (text.trim() === text && text !== "" && !text.includes("x")) expect(Number(text)).toBeNaN();
      }),
      { numRuns: 3000 },
    );
  });
});
