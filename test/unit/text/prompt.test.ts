import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeNewText } from "../../../engine/text/encode.ts";
import { normalizeText } from "../../../engine/text/normalize.ts";
import { encodePrompt } from "../../../engine/text/prompt.ts";
import { characterTokenizer } from "../../../engine/text/tokenizers/character.ts";
import { wordTokenizer } from "../../../engine/text/tokenizers/word.ts";

const fixture = (name: string) => normalizeText(readFileSync(join(import.meta.dirname, "fixtures/nfd-prompt", name), "utf8"));
const composed = "f\u00E9e";
const decomposed = "fe\u0301e";

describe("a prompt", () => {
  it.each([
    ["nfd.txt", composed, decomposed],
    ["nfc.txt", decomposed, composed],
    ["nfd.txt", decomposed, decomposed],
    ["nfc.txt", composed, composed],
  ])("is read in the form of the model's own text: %s", (name, prompt, read) => {
    const { vocabulary } = encodeNewText(fixture(name), characterTokenizer);
    const { ids, missing } = encodePrompt(prompt, characterTokenizer, vocabulary);
    expect([ids.map((id) => vocabulary.token(id)).join(""), missing]).toEqual([read, []]);
  });

  it("is written as the text was where that was chosen", () => {
    const { vocabulary } = encodeNewText(normalizeText(fixture("nfc.txt"), "NFD"), characterTokenizer);
    const { ids } = encodePrompt(composed, characterTokenizer, vocabulary, "NFD");
    expect(ids.map((id) => vocabulary.token(id)).join("")).toBe(decomposed);
  });

  it("goes on without what the vocabulary does not know, and says what that was", () => {
    const { vocabulary } = encodeNewText("The cafe", characterTokenizer);
    const { ids, missing } = encodePrompt("The café 日\r\n", characterTokenizer, vocabulary);
    expect(ids.map((id) => vocabulary.token(id)).join("")).toBe("The caf ");
    expect(missing).toEqual(["é", "日", "\n"]);
  });

  it("keeps the unknown token in its place where there is one", () => {
    const { vocabulary } = encodeNewText("a a b b c", wordTokenizer, { minimumCount: 2 });
    expect(encodePrompt("a zebra b zebra", wordTokenizer, vocabulary)).toEqual({ ids: [0, 2, 1, 2], missing: ["zebra"] });
  });

  it("may be empty, or hold nothing that is known", () => {
    const { vocabulary } = encodeNewText("abc", characterTokenizer);
    expect(encodePrompt("", characterTokenizer, vocabulary)).toEqual({ ids: [], missing: [] });
    expect(encodePrompt("日", characterTokenizer, vocabulary)).toEqual({ ids: [], missing: ["日"] });
  });
});
