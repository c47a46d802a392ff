import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Desk, fable } from "./desk.ts";

const fixtures = join(import.meta.dirname, "../text/fixtures");
const desk = new Desk();
beforeAll(() => desk.build(), 60_000);
afterAll(() => desk.remove());

/** The result with --json. */
async function tokensOf(file: string, ...args: string[]) {
  const { status, out, err } = await desk.run("tokens", file, "--json", ...args);
  expect([status, err]).toEqual([0, ""]);
  return JSON.parse(out) as { tokenizer: unknown; tokens: string[]; gaps: { at: number; text: string }[]; text: string };
}

describe("cli.js tokens", () => {
  const text = "At 3:30\tthe “mice”, don't…\r\n\r\n  <unk> 👩‍🚀 می\u200Cخواهم 老鼠们开会。 e\u0301\r\n";

  test("gives back what it cut, with every tokenizer", async () => {
    writeFileSync(desk.path("mixed.txt"), text);
    for (const tokenizer of ["character", "word", "split", "bytes"])
      expect((await tokensOf("mixed.txt", "--tokenizer", tokenizer)).text).toBe(text.replaceAll("\r\n", "\n"));
  });

  test("tells the tokens, and what of the white space is in none of them", async () => {
    writeFileSync(desk.path("time.txt"), "At 3:30  the mice.\n");
    const { tokenizer, tokens, gaps } = await tokensOf("time.txt", "--tokenizer", "word");
    expect(tokenizer).toEqual({ word: { rules: "unicode", whitespace: "restored" } });
    expect(tokens).toEqual(["At", "3:30", "the", "mice", "."]);
    expect(gaps).toEqual([
      { at: 2, text: "  " },
      { at: 5, text: "\n" },
    ]);
  });

  test("takes the tokenizer that suits the text, and the options that are given", async () => {
    expect((await tokensOf(join(fixtures, "source-code/shapes.py"))).tokenizer).toEqual({ character: {} });
    expect((await tokensOf(join(fixtures, "ptb-unk/ptb.txt"))).tokens).toContain("<eos>");
    const program = await tokensOf(join(fixtures, "source-code/shapes.py"), "--tokenizer", "word", "--rules", "letters");
    expect(program.tokenizer).toEqual({ word: { rules: "letters", whitespace: "kept" } });
    expect(program.gaps).toEqual([]);
  });

  test("reads other encodings and forms", async () => {
    expect((await tokensOf(join(fixtures, "encodings/sjis.txt"), "--encoding", "shift_jis")).text).toContain("吾輩は猫である。");
    const { tokens } = await tokensOf(join(fixtures, "nfd-prompt/nfc.txt"), "--tokenizer", "character", "--form", "NFD");
    expect(tokens).toContain("\u0301");
  });

  test("writes a token a line where no JSON is asked for", async () => {
    const { out } = await desk.run("tokens", fable);
    expect(out.split("\n").slice(0, 4)).toEqual(["Long", "ago", ",", "the"]);
  });

  for (const [args, message] of [
    [[], "A text file is missing."],
    [[fable, "--tokenizer", "syllable"], '--tokenizer is "syllable", must be one of character, word, split, bytes.'],
    [[fable, "--tokenizer", "word", "--units", "grapheme"], '"units" is not among its options'],
    [[fable, "--form", "NFX"], '--form is "NFX", must be one of asWritten, NFC, NFD.'],
    [[fable, "--encoding", "klingon"], 'There is no encoding "klingon".'],
    [[join(fixtures, "encodings/utf16-with-nul.txt")], "there is a NUL byte at offset 8."],
  ] as const)
    test(`refuses with 2: ${message}`, async () => {
      const { status, err } = await desk.run("tokens", ...args);
      expect(status).toBe(2);
      expect(err).toContain(message);
    });
});
