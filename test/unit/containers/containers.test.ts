import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { containerFormats, formatNamed, formatOf, readContainer } from "../../../engine/containers/containers.ts";
import { EngineError } from "../../../engine/errors/errors.ts";
import { fixture, refusal } from "./support.ts";

const expected: Readonly<Record<string, string>> = {
  st: "safetensors",
  pt: "torch",
  npz: "npz",
  npy: "npy",
  keras3: "keras",
  h5: "hdf5",
  keras2: "hdf5",
};
const folders = readdirSync(join(import.meta.dirname, "fixtures"));
const sound = folders.filter((name) => !name.startsWith("bad-"));
const kindOf = (folder: string): string =>
  folder === "keras3-weights-h5" ? "hdf5" : (expected[folder.split("-")[0]!] ?? folder.split("-")[0]!);
const modelIn = (folder: string) => (folder.startsWith("tfjs") ? fixture(folder, "model.json") : fixture(folder));

describe("a file's format", () => {
  test.each(sound)("%s is told by its bytes alone, and by one format only", (folder) => {
    const source = { ...modelIn(folder), name: "nameless" };
    expect(containerFormats.filter((format) => format.detect(source)).map(({ name }) => name)).toEqual([kindOf(folder)]);
  });

  test("is told by its name where the bytes are damaged", () => {
    const bytes = new Uint8Array(16);
    const named = (name: string) => formatOf({ name, bytes }).name;
    expect([named("a.PT"), named("a.weights.h5"), named("a.keras"), named("a.onnx"), named("model.json")]).toEqual([
      "torch",
      "hdf5",
      "keras",
      "onnx",
      "tfjs",
    ]);
    expect(formatNamed("story.txt")).toBeUndefined();
  });

  test("is asked for where neither tells", () => {
    expect(refusal(() => readContainer({ name: "story.txt", bytes: new Uint8Array(16) }))).toBe(
      "story.txt: it is no model file of a known format.",
    );
    expect(() => readContainer({ name: "empty", bytes: new Uint8Array(0) })).toThrow(EngineError);
  });

  test("any bytes under any name are refused in our words", () => {
    for (const { endings } of containerFormats)
      for (const length of [0, 1, 7, 8, 9, 100])
        for (const value of [0, 0x7b, 0x80, 0xff])
          refusal(() => readContainer({ name: `a${endings[0]}`, bytes: new Uint8Array(length).fill(value) }));
  });
});

describe("files that are to be refused", () => {
  test.each(folders.filter((name) => /^bad-|hostile|whole-module|bomb/u.test(name)))("%s is", (folder) => {
    expect(refusal(() => readContainer(fixture(folder)))).toContain(fixture(folder).name);
  });
});
