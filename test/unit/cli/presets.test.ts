import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import { presets } from "../../../engine/presets/presets.ts";
import { Desk, fable } from "./desk.ts";

const desk = new Desk();
const modelIn = (name: string) => readModelFile(new Uint8Array(desk.read(name)).buffer);

beforeAll(async () => {
  await desk.build();
});

afterAll(() => desk.remove());

describe("cli.js presets", () => {
  test("lists them, a line each", async () => {
    const { status, out } = await desk.run("presets");
    expect(status).toBe(0);
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" ")[0]),
    ).toEqual(presets.map(({ name }) => name));
  });

  test("gives name, title, summary, text and recipe as JSON", async () => {
    const { out } = await desk.run("presets", "--json");
    expect(JSON.parse(out)).toEqual(presets);
    expect(Object.keys(JSON.parse(out)[0])).toEqual(expect.arrayContaining(["name", "title", "summary", "text", "recipe"]));
  });
});

describe("cli.js train --preset", () => {
  test.each([
    ["story", 3.64252235],
    ["story-stacked", 3.66167803],
    ["story-bidirectional", 3.61684251],
    ["story-bidirectional-stacked", 3.64292327],
  ])("%s ends after 200 steps at the article's loss, %d, told in full", async (name, loss) => {
    const { status, out } = await desk.run("train", "--preset", name, "--json");
    expect(status).toBe(0);
    const last = JSON.parse(out.trimEnd().split("\n").at(-1)!);
    expect(last).toMatchObject({ model: `${name}.lstm`, reason: "finished", step: 200 });
    expect(Math.abs(last.loss - loss)).toBeLessThan(1e-8);
    expect(String(last.loss).length).toBeGreaterThan(14);
    expect(modelIn(`${name}.lstm`).trainer.values).toBeInstanceOf(Float64Array);
  });

  test("takes another text, and what is typed before what the preset says", async () => {
    const typed = ["--steps", "3", "--sample-every=0", "--seed", "7", "--clip-norm", "2"];
    const { status, err } = await desk.run("train", fable, "--preset", "gru", "--model", "g.lstm", ...typed);
    expect({ status, err }).toMatchObject({ status: 0, err: expect.stringContaining("belling-the-cat.txt: 967 tokens") });
    expect(modelIn("g.lstm").recipe).toMatchObject({
      network: { gru: { hiddenSize: 128 } },
      training: { steps: 3, seed: 7, clipping: { norm: 2 } },
      sampling: { every: 0 },
    });
  });

  test("trains a series of numbers, and is judged by its end", async () => {
    const { status, err, out } = await desk.run("train", "--preset", "series-gru", "--steps", "100");
    expect(status).toBe(0);
    expect(err).toMatch(/tides\.csv: \d+ rows of numbers/);
    expect(err).toMatch(/^step 100: validation loss \d\.\d{4}$/m);
    expect(out).toMatch(/^series-gru\.lstm: step 100/);
  });

  for (const [args, message] of [
    [["--preset", "stroy"], '--preset is "stroy", must be one of story, story-stacked'],
    [["--preset", "constructor"], "must be one of"],
    [["--preset", "story", "--recipe", "r.json"], "--recipe and --preset cannot stand together."],
    [["--preset", "story", "--hidden-size", "4"], "--hidden-size is for a recipe without a network"],
    [["--preset", "story", "--batchSize", "4"], "--batchSize is for a recipe without a task"],
    [
      ["--preset", "story", "--set", "network.lstm.hiddenSize=4"],
      'weights["dense/kernel"] has 5 rows of 10 numbers, must have 4 of 10',
    ],
  ] as const)
    test(`refuses with 2: train ${args.join(" ")}`, async () => {
      const { status, out, err } = await desk.run("train", ...args, "--model", "none.lstm");
      expect({ status, out }).toEqual({ status: 2, out: "" });
      expect(err).toContain(message);
    });
});

describe("cli.js train --recipe", () => {
  beforeAll(() => {
    mkdirSync(desk.path("lab"));
    cpSync(fable, desk.path("lab/cat.txt"));
    const training = { steps: 4, validation: { file: "judge.txt", every: 2 } };
    writeFileSync(desk.path("lab/judge.txt"), "the mice had a general council to consider what the mice could take");
    writeFileSync(
      desk.path("lab/mine.lstm.json"),
      JSON.stringify({ text: { file: "cat.txt" }, network: { rnn: { hiddenSize: 6 } }, training }),
    );
  });

  test("reads the texts that the recipe names, beside the recipe, and is called as it is", async () => {
    const { status, err, out } = await desk.run("train", "--recipe", "lab/mine.lstm.json");
    expect(status).toBe(0);
    expect(err).toMatch(/cat\.txt: 215 tokens/);
    expect(err.match(/^step \d: validation loss/gmu)).toEqual(["step 2: validation loss", "step 4: validation loss"]);
    expect(out).toMatch(/^mine\.lstm: step 4/);
  });

  test("says where a recipe is wrong, and where a text is missing", async () => {
    writeFileSync(desk.path("lab/bad.json"), '{ "network": { "lsmt": {} } }');
    const bad = await desk.run("train", fable, "--recipe", "lab/bad.json", "--model", "bad.lstm");
    expect(bad).toMatchObject({ status: 2, err: expect.stringContaining("network is no network") });
    const missing = await desk.run("train", "--recipe", "lab/bad.json");
    expect(missing).toMatchObject({ status: 2, err: expect.stringContaining("A text file is missing.") });
  });
});

describe("cli.js recipe", () => {
  test("prints a preset's, as --recipe takes it", async () => {
    const { status, out } = await desk.run("recipe", "--preset", "story");
    expect(status).toBe(0);
    writeFileSync(desk.path("again.lstm.json"), out);
    const { out: json } = await desk.run("recipe", "--preset", "story", "--json");
    expect(JSON.parse(json)).toEqual(JSON.parse(out));
    expect(json.trimEnd().split("\n")).toHaveLength(1);
    writeFileSync(desk.path("words.txt"), "long ago the mice had a general council to consider the");
    const trained = await desk.run("train", "words.txt", "--recipe", "again.lstm.json", "--json");
    expect(JSON.parse(trained.out).loss).toBeCloseTo(3.64252235, 8);
  });

  test("prints a saved model's whole recipe, which trains the same again", async () => {
    const small = ["--hiddenSize", "6", "--steps", "5"];
    const first = await desk.run("train", fable, "--model", "first.lstm", "--json", ...small);
    const { out } = await desk.run("recipe", "first.lstm", "--json");
    expect(JSON.parse(out)).toEqual(JSON.parse(first.out).recipe);
    writeFileSync(desk.path("first.json"), out);
    const second = await desk.run("train", fable, "--recipe", "first.json", "--model", "second.lstm", "--json");
    expect(JSON.parse(second.out).loss).toBe(JSON.parse(first.out).loss);
  });

  test("prints the schema of all", async () => {
    const { status, out } = await desk.run("recipe", "--schema");
    expect(status).toBe(0);
    expect(Object.keys(JSON.parse(out).properties)).toEqual(expect.arrayContaining(["text", "task", "network", "training"]));
  });

  for (const [args, message] of [
    [[], "One of these is needed: a model's file, a preset's name with --preset, or --schema."],
    [["a.lstm", "--preset", "story"], "One of these is needed"],
    [["--schema", "--preset", "story"], "One of these is needed"],
    [[fable], "The saved model cannot be used"],
  ] as const)
    test(`refuses with 2: recipe ${args.map((word) => (word === fable ? "TEXT" : word)).join(" ")}`, async () => {
      const { status, err } = await desk.run("recipe", ...args);
      expect(status).toBe(2);
      expect(err).toContain(message);
    });
});
