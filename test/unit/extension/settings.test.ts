import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { contributedSettings } from "../../../extension/settings/contributed.ts";
import { candidatesLimit, maxFileSizeLimit, readSettings } from "../../../extension/settings/settings.ts";

interface Setting {
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly markdownDescription?: string;
}
interface Manifest {
  contributes: { configuration: { properties: Record<string, Setting> }[] };
}
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const { configuration } = manifest.contributes;
const settings = Object.assign({}, ...configuration.map(({ properties }) => properties)) as Record<string, Setting>;
const defaults = (name: string) => settings[`lstm.${name}`]!.default;

describe("the settings of package.json", () => {
  it("are those that follow from the engine's table (npm run build:contributions writes them)", () => {
    expect(configuration).toEqual(JSON.parse(JSON.stringify(contributedSettings(createRegistry()))));
  });

  it("have the limits that are checked, of file size and candidates too", () => {
    const { integer: _, ...size } = maxFileSizeLimit;
    const { integer: __, ...candidates } = candidatesLimit;
    expect(settings["lstm.maxFileSize"]).toMatchObject(size);
    expect(settings["lstm.hover.candidates"]).toMatchObject(candidates);
  });

  it("are described, each of them", () => {
    for (const [name, { markdownDescription }] of Object.entries(settings)) expect(markdownDescription, name).toBeTruthy();
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
