import { describe, expect, it, test } from "vitest";
import { namedToken, printableToken, shortToken } from "../../../engine/words/tokens.ts";

test("white space, controls, lone marks and nothing at all are shown by signs", () => {
  expect(["\n", " ", "\t", "\r", "\u0007", "\u0301", "", "the"].map(printableToken)).toEqual([
    "↵",
    "␣",
    "⇥",
    "␍",
    "U+0007",
    "◌\u0301",
    "∅",
    "the",
  ]);
  expect(printableToken("a\r\nb")).toBe("a␍↵b");
});

test("a joiner within a token stays, a lone one is shown", () => {
  expect(printableToken("👩‍🚀")).toBe("👩‍🚀");
  expect(printableToken("\u200d")).toBe("U+200D");
});

test("what is printable already stays as it is", () => {
  for (const token of ["\n", " a", "\u0301", "", "\u200d", "é"])
    expect(printableToken(printableToken(token))).toBe(printableToken(token));
});

test("long tokens end in an ellipsis", () => {
  expect(shortToken("council", 6)).toBe("counc…");
  expect(shortToken("👩‍🚀", 6)).toBe("👩‍🚀");
});

describe("tokens in a sentence", () => {
  it("are quoted, and told by their numbers where they look like others", () => {
    expect(["the", "日", "é", "e\u0301", "\u0301", "a\nb", "\u200C"].map(namedToken)).toEqual([
      '"the"',
      '"日"',
      '"é" (U+00E9)',
      '"e\u0301" (U+0065 U+0301)',
      '"\u0301" (U+0301)',
      '"a\\nb" (U+0061 U+000A U+0062)',
      '"\u200C" (U+200C)',
    ]);
  });
});
