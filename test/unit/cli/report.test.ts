import { describe, expect, test } from "vitest";
import { type CheckResult, invalid } from "../../../engine/parity/checks/result.ts";
import { lineOf, summaryOf, troubleOf } from "../../../extension/parity/lines.ts";
import { reportOf } from "../../../extension/parity/report.ts";

const divergence = { step: 2, quantity: "logits", element: [0, 1, 2], expected: 0.5, actual: 0.75, share: 250 };
const passed: CheckResult = {
  name: "A case",
  source: "PyTorch",
  outcome: "passed",
  message: "",
  compared: 1234,
  tolerance: "1e-9 + 1e-7 · |expected|",
  largest: { ...divergence, actual: 0.5 + 1e-12, share: 0.001 },
  first: null,
  milliseconds: 7.4,
};
const failed: CheckResult = { ...passed, outcome: "failed", largest: divergence, first: divergence };

describe("the lines of a check", () => {
  test("stand in columns, whatever came of it", () => {
    const lines = [lineOf({ ...passed, file: "a" }, 8), lineOf({ ...failed, file: "longer.j" }, 8)];
    expect(lines).toEqual([
      "pass     a           1.0e-12        0.10 %     1,234      7 ms",
      "FAIL     longer.j     2.5e-1       2.5e2 ×     1,234      7 ms",
    ]);
  });

  test("say of a failure where it diverges first, and both values", () => {
    expect(troubleOf(failed).map((line) => line.trim())).toEqual([
      "first divergence: step 2, logits [0, 1, 2]",
      "expected 0.5",
      "actual   0.75",
      "apart by 2.500e-1, 250 times what is allowed (1e-9 + 1e-7 · |expected|)",
    ]);
    expect(troubleOf(passed)).toEqual([]);
  });

  test("say of what is no case why", () => {
    expect(troubleOf(invalid("", "", '"format" is missing.', 1))).toEqual(['         "format" is missing.']);
  });

  test("speak of numbers that are none", () => {
    const none = { ...divergence, actual: Number.NaN, share: Number.POSITIVE_INFINITY };
    expect(lineOf({ ...failed, largest: none, file: "a" }, 8)).toContain("no number");
    expect(troubleOf({ ...failed, first: none }).join()).toContain("beyond all bounds of what is allowed");
  });

  test("are counted", () => {
    expect(summaryOf([passed, passed, failed])).toBe("2 passed, 1 failed");
    expect(summaryOf([invalid("", "", "", 0)])).toBe("0 passed, 0 failed, 1 not cases");
  });
});

describe("the report", () => {
  const sections = [
    { title: "Gradient check", results: [], remark: "No model." },
    {
      title: "Cases",
      results: [
        { ...passed, file: "a.json" },
        { ...failed, file: "b.json" },
      ],
      remark: "",
    },
  ];

  test("has its sections, and a link for each file", () => {
    const { text, links } = reportOf(sections, 0);
    const lines = text.split("\n");
    expect(lines.slice(0, 3)).toEqual(["LSTM parity checks", "", "1 passed, 1 failed"]);
    expect(lines).toContain("No model.");
    expect(links.map(({ line, start, end }) => lines[line]!.slice(start, end))).toEqual(["a.json", "b.json"]);
    expect(text).toContain("A case; held against: PyTorch");
  });

  test("says how many checks were cancelled", () => {
    expect(reportOf(sections, 3).text).toContain("1 passed, 1 failed, 3 not run: cancelled");
  });
});
