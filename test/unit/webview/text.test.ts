import { expect, test } from "vitest";
import { factsOf } from "../../../webview/lab/runFacts.ts";
import { cutIntoTokens, gapAfter } from "../../../webview/lab/sampleParts.ts";
import { stepRange, tickText } from "../../../webview/shared/extent.ts";
import { shakespeare, story } from "../../webview/fixture/description.ts";

test("a sample is cut at its tokens, with the white space between words kept", () => {
  expect(cutIntoTokens("the cat.", ["the", "cat", "."])).toEqual([
    { text: "the", token: 0 },
    { text: " ", token: -1 },
    { text: "cat", token: 1 },
    { text: ".", token: 2 },
  ]);
  expect(cutIntoTokens("a\nb", ["a", "\n", "b"]).map(({ token }) => token)).toEqual([0, 1, 2]);
});

test("the axis of steps ends at a round number and seldom moves", () => {
  expect([3, 1240, 1499, 1501, 4999].map((last) => stepRange(last, 5000)[1])).toEqual([10, 1500, 1500, 2000, 5000]);
});

test("labels of an axis are as short as they can be", () => {
  expect([0.5, 10, 1, 1e-4, 1.5e-4, 20_000].map(tickText)).toEqual(["0.5", "10", "1", "1e−4", "1.5e−4", "20,000"]);
});

test("the facts of a run say how its batches are made", () => {
  const batch = (facts: ReturnType<typeof factsOf>): string | undefined => facts.find(([term]) => term === "batch")?.[1];
  expect(batch(factsOf("a.txt", shakespeare))).toBe("32 streams, 50 steps at a time");
  expect(batch(factsOf("a.txt", story))).toBe("1 window of 3 tokens");
});

test("words stand apart from their prompt, characters and punctuation do not", () => {
  expect(gapAfter("the old", "mouse said", ["mouse", "said"])).toBe(" ");
  expect(gapAfter("the old", ", and", [",", "and"])).toBe("");
  expect(gapAfter('he said, "', "Who will", ["Who", "will"])).toBe("");
  expect(gapAfter('he said, "Who', '" and left', ['"', "and", "left"])).toBe("");
  expect(gapAfter('"Who"', "said he", ["said", "he"])).toBe(" ");
  expect(gapAfter("he said", '"Who', ['"', "Who"])).toBe(" ");
  expect(gapAfter("the ol", "d mou", ["d", " ", "m", "o", "u"])).toBe("");
});
