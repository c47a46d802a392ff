import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { largestDeviation } from "./agreement.ts";
import { python, withoutPyTorch } from "./available.ts";
import { questions } from "./draw.ts";
import type { Question } from "./parityCase.ts";
import { PyTorch } from "./pytorch/pytorch.ts";
import { whyNot, whyNotCell } from "./tensorflow/expressible.ts";
import { completeWithTfjs, float32Tolerance } from "./tensorflow/tfjs.ts";

/** Networks that Keras' layers have. */
const expressible = fc.sample(
  questions({ steps: 1, embedding: true, lengths: false, suits: (cell) => whyNotCell(cell) === null }).filter(
    (question) => whyNot(question) === null,
  ),
  { seed: 2015, numRuns: 40 },
);

test("of every kind of cell and wrapper that Keras' layers have, some are drawn", () => {
  const told = JSON.stringify(expressible.map(({ model }) => model));
  const kinds = [
    "lstm",
    "gru",
    "rnn",
    "stacked",
    "concat",
    "sum",
    "multiply",
    "average",
    "hardSigmoid",
    "forgetBias",
    "embedding",
  ];
  for (const kind of [...kinds, "deepBreathe", "tensorflow", "keras", "pytorch"]) expect(told).toContain(`"${kind}"`);
});

test("what Keras' layers cannot express is refused with the reason", async () => {
  const drawn = fc.sample(questions({ steps: 1 }), { seed: 1, numRuns: 100 });
  expect(drawn.map(whyNot)).toContain("it has no layer-normalized LSTM");
  const refused = drawn.find((question) => whyNot(question) !== null) as Question;
  await expect(completeWithTfjs(refused)).rejects.toThrow(/TensorFlow.js cannot express "Drawn from \d+": it/);
});

describe.skipIf(!python)(python ? "TensorFlow.js and PyTorch" : `TensorFlow.js and PyTorch, ${withoutPyTorch}`, () => {
  let pytorch: PyTorch;
  beforeAll(async () => {
    pytorch = await PyTorch.start({ python: python as string });
  }, 60_000);
  afterAll(() => pytorch?.close());

  test("they agree within float32 on outputs, states, loss and every gradient", async () => {
    for (const question of expressible) {
      const keras = await completeWithTfjs(question);
      const torch = await pytorch.complete({ ...question, optimizer: keras.optimizer, steps: keras.steps }, [0]);
      const deviation = largestDeviation(keras.expect, torch.expect, float32Tolerance);
      expect(deviation.ratio, `${JSON.stringify(question.model)}: ${JSON.stringify(deviation)}`).toBeLessThanOrEqual(1);
    }
  }, 60_000);
});
