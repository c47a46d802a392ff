import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { limits } from "../../../engine/recipe/config.ts";
import { candidatesLimit, maxFileSizeLimit, readSettings, settingChoices } from "../../../extension/settings/settings.ts";

interface Schema {
  readonly type: string | string[];
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: string[];
  readonly enumDescriptions?: string[];
  readonly markdownDescription?: string;
}
interface Manifest {
  contributes: { configuration: { properties: Record<string, Schema> }[] };
}
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const schema = Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  Schema
>;
const defaults = (name: string) => schema[`lstm.${name}`]!.default;

describe("the settings' schema", () => {
  it.each(Object.entries(limits))(
    "gives lstm.%s the engine's limits, and leaves it to us by default",
    (name, { minimum, maximum, integer }) => {
      const type = [integer ? "integer" : "number", "null"];
      expect(schema[`lstm.${name}`]).toMatchObject({ type, default: null, minimum, maximum });
    },
  );

  it.each(Object.entries(settingChoices))("gives lstm.%s the engine's names", (name, names) => {
    const setting = schema[`lstm.${name}`]!;
    expect(setting.enum).toEqual(["auto", ...names]);
    expect(setting.enumDescriptions).toHaveLength(names.length + 1);
  });

  it("gives file size and candidates the limits that are checked", () => {
    const { integer: _, ...size } = maxFileSizeLimit;
    const { integer: __, ...candidates } = candidatesLimit;
    expect(schema["lstm.maxFileSize"]).toMatchObject(size);
    expect(schema["lstm.hover.candidates"]).toMatchObject(candidates);
  });

  it("describes every setting", () => {
    for (const [name, { markdownDescription }] of Object.entries(schema)) expect(markdownDescription, name).toBeTruthy();
  });
});

describe("reading the settings", () => {
  it("fixes nothing by default", () => {
    expect(readSettings(defaults)).toEqual({
      chosen: {},
      maxFileSize: 64,
      threads: null,
      hover: { enabled: true, candidates: 5 },
    });
  });

  it("takes what a person fixed", () => {
    const given: Record<string, unknown> = { hiddenSize: 10, tokenizer: "word", learningRate: 0.5 };
    expect(readSettings((name) => given[name]).chosen).toEqual(given);
  });

  it.each([
    ["hiddenSize", 0, /lstm\.hiddenSize is 0, but must be a whole number from 1 to 2048/],
    ["hiddenSize", 2.5, /lstm\.hiddenSize is 2.5/],
    ["hiddenSize", "64", /lstm\.hiddenSize is "64"/],
    ["learningRate", -1, /lstm\.learningRate is -1, but must be a number/],
    ["tokenizer", "syllable", /lstm\.tokenizer is "syllable", but must be one of auto, character, word/],
    ["optimizer", 7, /lstm\.optimizer is 7/],
    ["maxFileSize", 1e9, /lstm\.maxFileSize is 1000000000/],
    ["hover.candidates", 99, /lstm\.hover\.candidates is 99/],
  ])("says what is wrong with lstm.%s = %j", (setting, value, message) => {
    expect(() => readSettings((name) => (name === setting ? value : undefined))).toThrow(message);
  });

  it("names every problem at once", () => {
    expect(() => readSettings((name) => (name === "seed" || name === "steps" ? -1 : undefined))).toThrow(
      /lstm\.steps.*lstm\.seed/,
    );
  });
});
