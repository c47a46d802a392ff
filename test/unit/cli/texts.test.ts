import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTexts } from "../../../extension/cli/texts.ts";

const folder = mkdtempSync(join(tmpdir(), "gatescope-texts-"));
const at = (...path: string[]): string => join(folder, ...path);

beforeAll(() => {
  for (const name of ["poems/b", "poems/.git", "poems/node_modules"]) mkdirSync(at(name), { recursive: true });
  const files: Record<string, string | Uint8Array> = {
    "poems/2.txt": "two\n",
    "poems/10.txt": "ten",
    "poems/b/1.md": "one\r\n",
    "poems/.git/head": "hidden",
    "poems/node_modules/m.txt": "fetched",
    "poems/old.lstm": "model",
    "poems/mine.lstm.json": "{}",
    "poems/picture.png": Uint8Array.of(137, 80, 78, 71, 0, 0),
    "own.txt": "own",
    "latin.txt": Uint8Array.of(0xe9, 0x0a),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(words: readonly string[], more: { encoding?: string; boundary?: string } = {}) {
  const notes: string[] = [];
  const { encoding = null, boundary = null } = more;
  return { ...(await readTexts(words, { encoding, boundary, note: (message) => notes.push(message) })), notes };
}

describe("several files as one text", () => {
  test("stand in the order in which they are named, with an empty line between two", async () => {
    const { text, modelName, told } = await read([at("own.txt"), at("poems/2.txt"), at("poems/10.txt")]);
    expect(text).toBe("own\n\ntwo\n\nten");
    expect(modelName).toBe("own.lstm");
    expect(told).toContain("(3 files)");
  });

  test("a folder's by their paths, without what is hidden, fetched, ours or no text, which is said", async () => {
    const { text, modelName, notes } = await read([at("poems")]);
    expect(text).toBe("ten\n\ntwo\n\none\r\n");
    expect(modelName).toBe("poems.lstm");
    expect(notes).toHaveLength(1);
    expect((await read([`${folder}/./poems/`])).text).toBe(text);
    expect(notes[0]).toMatch(/picture\.png is left out: /);
  });

  test("a pattern's too, each file once", async () => {
    const { text } = await read([at("poems/10.txt"), at("poems/*.txt")]);
    expect(text).toBe("ten\n\ntwo\n");
  });

  test("with another boundary, to the letter", async () => {
    expect((await read([at("poems/2.txt"), at("own.txt")], { boundary: "<eos>" })).text).toBe("two\n<eos>own");
    expect((await read([at("poems/2.txt"), at("own.txt")], { boundary: "" })).text).toBe("two\nown");
  });

  test("one file is its text, in its encoding, and called by its own name", async () => {
    expect(await read([at("own.txt")])).toMatchObject({ text: "own", told: at("own.txt"), modelName: "own.lstm" });
    expect((await read([at("latin.txt"), at("own.txt")], { encoding: "latin1" })).text).toBe("é\n\nown");
  });

  test("what is named by itself must be a text that is there", async () => {
    await expect(read([at("poems/picture.png")])).rejects.toMatchObject({ code: "binaryText" });
    await expect(read([at("none.txt")])).rejects.toThrow("there is no such file");
    await expect(read([at("none*.txt")])).rejects.toThrow("No file matches");
    await expect(read([at("poems/.git")])).resolves.toMatchObject({ text: "hidden" });
  });
});
