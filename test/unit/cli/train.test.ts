import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import { Desk, fable } from "./desk.ts";

const desk = new Desk();
const modelIn = (name: string) => readModelFile(new Uint8Array(desk.read(name)).buffer);
const small = ["--hiddenSize", "12", "--sequence-length", "4", "--batchSize=2"];

beforeAll(async () => {
  await desk.build();
});

afterAll(() => desk.remove());

describe("cli.js train", () => {
  test("trains on a file, saves the model, and tells how it went", async () => {
    const { status, out, err } = await desk.run("train", fable, "--steps", "120", "--model", "a.lstm", ...small);
    expect(status).toBe(0);
    expect(out).toMatch(/^a\.lstm: step 120, loss \d\.\d{4}, \d+\.\d s\.$/m);
    expect(err).toContain("215 tokens, 123 different ones");
    const { recipe, trainer } = modelIn("a.lstm");
    expect(recipe).toMatchObject({
      network: { stacked: [{ lstm: { hiddenSize: 12 } }] },
      task: { windows: { sequenceLength: 4, batchSize: 2 } },
      training: { steps: 120, optimizer: "adam" },
    });
    expect(trainer.step).toBe(120);
  });

  test("goes on with a saved model, to the very bits of a run that was never interrupted", async () => {
    await desk.run("train", fable, "--steps", "60", "--model", "half.lstm", ...small);
    const { status } = await desk.run("train", fable, "--from", "half.lstm", "--steps", "120", "--model", "both.lstm");
    await desk.run("train", fable, "--steps", "120", "--model", "whole.lstm", ...small);
    expect(status).toBe(0);
    expect(modelIn("both.lstm").trainer).toEqual(modelIn("whole.lstm").trainer);
  });

  test("gives the result as JSON, and nothing else on standard output", async () => {
    const { out } = await desk.run(
      "train",
      fable,
      "--steps",
      "20",
      "--model",
      "j.lstm",
      "--json",
      "--optimizer",
      "rmsprop",
      ...small,
    );
    const result = JSON.parse(out);
    expect(result).toMatchObject({
      model: "j.lstm",
      reason: "finished",
      step: 20,
      recipe: { training: { optimizer: "rmsprop" } },
    });
    expect(result.loss).toBeGreaterThan(0);
  });

  test("saves what it has learnt when it is interrupted", async () => {
    const { child, ended, said } = desk.start("train", fable, "--steps", "10000000", "--model", "cut.lstm", ...small);
    while (!said().includes("weights")) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill("SIGINT");
    const { status, out } = await ended;
    expect(status).toBe(130);
    expect(out).toMatch(/^cut\.lstm: step \d+/);
    expect(modelIn("cut.lstm").trainer.step).toBeGreaterThan(0);
    expect(readdirSync(desk.folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("keeps the last good weights of a run that diverges, says so, and ends with 1", async () => {
    // Long streams through large recurrent weights: the gradient explodes at once.
    const network = ["--tokenizer=character", "--batching=streams", "--sequenceLength=1000", "--batchSize=1", "--hiddenSize=64"];
    const weights = ["--kernelInitializer=uniform", "--recurrentInitializer=uniform", "--initializerScale=1.4"];
    const rule = ["--optimizer=sgd", "--learningRate=1000", "--clipNorm=0"];
    writeFileSync(desk.path("long.txt"), readFileSync(fable, "utf8").repeat(3));
    const { status, err } = await desk.run("train", "long.txt", "--model=d.lstm", "--steps=50", ...network, ...weights, ...rule);
    expect(status).toBe(1);
    expect(err).toContain("Training diverged at step");
    expect(modelIn("d.lstm").trainer.values.every(Number.isFinite)).toBe(true);
  });

  test.skipIf(spawnSync("script", ["--version"]).status !== 0)("on a terminal shows one line that is written over", async () => {
    const { status, out } = await desk.runOnTerminal("train", fable, "--steps", "2000", "--model", "t.lstm", ...small);
    expect(status).toBe(0);
    expect(out).toContain("\r\u001b[Kstep ");
    expect(out).toMatch(/step \d+ of 2000, loss [\d.]+, \d+ tokens\/s/);
    expect(out.split("\n").filter((line) => line.trim() !== "").length).toBe(2);
  });

  for (const [args, message] of [
    [[], "A text file is missing."],
    [[fable, "other.txt"], "other.txt cannot be read: there is no such file or folder."],
    [[fable, "no*.txt"], "No file matches no*.txt."],
    [["nothing"], "There is no text in nothing."],
    [["no.txt"], "no.txt cannot be read: there is no such file or folder."],
    [[fable, "--hiddenSize", "0"], "hiddenSize is 0, must be a whole number from 1 to 2048"],
    [[fable, "--hiddenSize", "many"], '--hiddenSize is "many", must be a number.'],
    [[fable, "--optimizer", "lion"], '--optimizer is "lion", must be one of sgd, adam, adamw, rmsprop, adagrad.'],
    [[fable, "--hiden", "3"], "Unknown option '--hiden'."],
    [[fable, "--steps"], "argument missing"],
    [["empty.txt"], "empty"],
    [["binary.txt"], "NUL byte"],
    [[fable, "--from", "binary.txt"], "The saved model cannot be used"],
    [[fable, "--model", "binary.txt"], "binary.txt is there already and is no model."],
    [[fable, "--from", "a.lstm", "--hiddenSize", "3"], "--hiddenSize is the saved model's own"],
  ] as const)
    test(`refuses with 2: train ${args.map((word) => (word === fable ? "FILE" : word)).join(" ")}`, async () => {
      writeFileSync(desk.path("empty.txt"), "");
      mkdirSync(desk.path("nothing"), { recursive: true });
      writeFileSync(desk.path("binary.txt"), "a\0b");
      const { status, out, err } = await desk.run("train", ...args);
      expect({ status, out }).toEqual({ status: 2, out: "" });
      expect(err).toContain(message);
      expect(err).not.toContain("    at ");
    });
});
