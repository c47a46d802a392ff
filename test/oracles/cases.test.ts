import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { largestDeviation } from "./agreement.ts";
import { python, sharedCases, withoutPyTorch } from "./available.ts";
import { fileOf, kept, recordedSteps } from "./makeCases.ts";
import type { ParityCase, Question } from "./parityCase.ts";
import { PyTorch } from "./pytorch/pytorch.ts";
import { storySteps } from "./story.ts";
import { whyNot } from "./tensorflow/expressible.ts";
import { completeWithTfjs, float32Tolerance } from "./tensorflow/tfjs.ts";

/** The files have twelve digits, and another version of PyTorch may round otherwise. */
const digits = { absolute: 1e-10, relative: 1e-9 };

interface Kept {
  readonly name: string;
  readonly file: string;
  readonly question: Question;
}
const [story, format, extensions, bundled] = kept.map(({ folder, questions }) =>
  Object.entries(questions).map(([name, question]) => ({ name, file: fileOf(folder, name), question })),
) as [Kept[], Kept[], Kept[], Kept[]];
const own = [...story, ...format];
const all = [...own, ...extensions];
const read = (file: string): ParityCase => JSON.parse(readFileSync(file, "utf8")) as ParityCase;

test("every kept case asks what its recipe asks", () => {
  for (const { file, question } of all) expect(read(file), file).toMatchObject({ ...question });
});

test("no kept case is larger than a person wants to open", () => {
  for (const { file } of all) expect(readFileSync(file).length, file).toBeLessThan(65_000);
});

test("the bundled cases are the kept ones of the story's networks", () => {
  expect(bundled.map(({ name }) => name)).toHaveLength(4);
  for (const { name, file } of bundled)
    expect(readFileSync(file, "utf8"), name).toBe(readFileSync(story.find((other) => other.name === name)!.file, "utf8"));
});

test("the kept cases have every cell, layout, option, wrapper, loss, readout and optimizer of the format", () => {
  const told = JSON.stringify(own.map(({ question: { model, optimizer, carryState } }) => ({ model, optimizer, carryState })));
  const names = [
    "lstm",
    "layerNormLstm",
    "gru",
    "rnn",
    "pytorch",
    "keras",
    "tensorflow",
    "deepBreathe",
    "hardSigmoid",
    "relu",
    "tanh",
  ];
  const wrappers = ["stacked", "bidirectional", "concat", "sum", "multiply", "average", "forgetBias"];
  const training = ["sgd", "momentum", "nesterov", "adam", "adamw", "weightDecay", "rmsprop", "decay", "adagrad"];
  const rest = ["clipNorm", "clipValue", "softmaxCrossEntropy", "meanSquaredError", "all", "last"];
  for (const name of [...names, ...wrappers, ...training, ...rest]) expect(told).toContain(`"${name}"`);
  for (const option of ['"resetAfter":true', '"resetAfter":false', '"carryState":true']) expect(told).toContain(option);
});

test.skipIf(sharedCases.length === 0)("the story is walked through as in the shared case", () => {
  const shared = sharedCases.find(({ name }) => name === "Story words, one LSTM") as ParityCase;
  expect(storySteps(shared.steps.length)).toEqual(shared.steps);
});

test("TensorFlow.js computes the first step of every kept case that Keras has as the file says", async () => {
  const asked = all.filter(({ question }) => whyNot(question) === null);
  expect(asked.length).toBeGreaterThan(10);
  for (const { file, question } of asked) {
    const { losses, steps } = read(file).expect;
    const keras = await completeWithTfjs(question);
    const first = { losses: losses.slice(0, 1), steps: steps[0] ? { 0: steps[0] } : {}, weights: {} };
    const deviation = largestDeviation(keras.expect, first, float32Tolerance);
    expect(deviation.ratio, `${file}: ${JSON.stringify(deviation)}`).toBeLessThanOrEqual(1);
  }
});

describe.skipIf(!python)(python ? "The kept cases and PyTorch" : `The kept cases and PyTorch, ${withoutPyTorch}`, () => {
  let pytorch: PyTorch;
  beforeAll(async () => {
    pytorch = await PyTorch.start({ python: python as string });
  }, 60_000);
  afterAll(() => pytorch?.close());

  test.each(all)("$name: PyTorch computes what the file says", async ({ file, question }: Kept) => {
    const answer = await pytorch.complete(question, recordedSteps(question));
    const deviation = largestDeviation(answer.expect, read(file).expect, digits);
    expect(deviation.ratio, JSON.stringify(deviation)).toBeLessThanOrEqual(1);
  });
});
