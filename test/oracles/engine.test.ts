import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CaseError } from "../../engine/parity/json.ts";
import { readCase } from "../../engine/parity/readCase.ts";
import { runCase } from "../../engine/parity/runCase.ts";
import { python, withoutPyTorch } from "./available.ts";
import { questions } from "./draw.ts";
import type { ParityCase, Question } from "./parityCase.ts";
import { PyTorch } from "./pytorch/pytorch.ts";
import { whyNot } from "./tensorflow/expressible.ts";
import { completeWithTfjs } from "./tensorflow/tfjs.ts";

/** The engine is judged here by frameworks that run beside it, on networks that nobody chose. */

/** Rounding in float64, amplified by fifty steps of an optimizer. */
const afterFiftySteps = { absolute: 1e-9, relative: 1e-9 };

/** Whether the engine has all that a question asks for: it says so itself. What is wrong in another way is a failure here. */
function supported(question: Question): boolean {
  const losses = question.steps.map(() => 0);
  const asked = { ...question, dtype: "float64", expect: { losses, steps: {}, weights: {} }, tolerance: afterFiftySteps };
  try {
    readCase(JSON.stringify(asked));
    return true;
  } catch (error) {
    if (error instanceof CaseError && error.reason === "unsupported") return false;
    throw error;
  }
}

function judge(answer: ParityCase): void {
  const { first, compared } = runCase(readCase(JSON.stringify(answer)));
  expect(first, JSON.stringify(answer.model)).toBeNull();
  expect(compared).toBeGreaterThan(100);
}

test("the engine computes what Keras' layers in TensorFlow.js compute, within float32", async () => {
  const asked = fc.sample(
    questions({ steps: 1, lengths: false }).filter((question) => supported(question) && whyNot(question) === null),
    { seed: 7, numRuns: 20 },
  );
  for (const question of asked) judge(await completeWithTfjs(question));
}, 60_000);

describe.skipIf(!python)(python ? "The engine and PyTorch" : `The engine and PyTorch, ${withoutPyTorch}`, () => {
  let pytorch: PyTorch;
  beforeAll(async () => {
    pytorch = await PyTorch.start({ python: python as string });
  }, 60_000);
  afterAll(() => pytorch?.close());

  test("after fifty optimizer steps they still agree to 1e-9", async () => {
    for (const question of fc.sample(questions().filter(supported), { seed: 50, numRuns: 12 }))
      judge({ ...(await pytorch.complete(question)), tolerance: afterFiftySteps });
  }, 120_000);
});
