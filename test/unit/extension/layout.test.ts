import { describe, expect, it } from "vitest";
import type { Prediction } from "../../../engine/generation/prediction.ts";
import { layoutHover } from "../../../extension/hover/layout.ts";

const prediction: Prediction = {
  step: 9,
  candidates: [
    { text: "had", probability: 0.412 },
    { text: "were", probability: 0.108 },
    { text: "in", probability: 0.00007 },
  ],
  actual: { text: "had", probability: 0.412, rank: 1 },
  outOf: 112,
  contextUsed: "ago, the mice",
};

describe("a hover", () => {
  it("lists candidates under one another, with probabilities and bars, and says how the word that stands there fared", () => {
    expect(layoutHover(prediction, "had")).toEqual({
      table: "mice → had  0.412 ▇▇▇▇▇▇▇▇\n       were 0.108 ▇▇\n       in   <.001",
      sentence: "What stands here, “had”: 0.412, first of 112, 1.28 bits",
    });
  });

  it("says nothing when there is nothing to say", () => {
    expect(layoutHover({ ...prediction, candidates: [] }, "had")).toBeNull();
  });

  it("names no place among completions, which cannot be counted", () => {
    const actual = { text: "had", probability: 0.25, rank: null };
    expect(layoutHover({ ...prediction, actual, outOf: null }, "had")!.sentence).toBe(
      "What stands here, “had”: 0.250, 2.00 bits",
    );
  });

  it("says of a word that the model does not know just that", () => {
    expect(layoutHover({ ...prediction, actual: null }, "zebra")!.sentence).toBe(
      "What stands here, “zebra”, is not in the vocabulary.",
    );
  });

  it.each([
    [2, "second of"],
    [10, "tenth of"],
    [11, "11th of"],
    [12, "12th of"],
    [21, "21st of"],
    [22, "22nd of"],
    [103, "103rd of"],
    [111, "111th of"],
  ])("counts: rank %i is %s", (rank, words) => {
    expect(layoutHover({ ...prediction, actual: { ...prediction.actual!, rank } }, "had")!.sentence).toContain(words);
  });

  it("keeps white space visible and a long word short", () => {
    const { table } = layoutHover(
      { ...prediction, contextUsed: "pneumonoultramicroscopic", candidates: [{ text: "\n", probability: 1 }] },
      "",
    )!;
    expect(table).toBe("…ltramicroscopic → ↵ 1.000 ▇▇▇▇▇▇▇▇");
  });
});
