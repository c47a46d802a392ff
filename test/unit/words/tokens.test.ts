import { expect, test } from "vitest";
import { printableToken, shortToken } from "../../../engine/words/tokens.ts";

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
