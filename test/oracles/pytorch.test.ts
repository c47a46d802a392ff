import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { largestDeviation } from "./agreement.ts";
import { python, sharedCases, withoutPyTorch } from "./available.ts";
import { questions } from "./draw.ts";
import type { Question } from "./parityCase.ts";
import { PyTorch } from "./pytorch/pytorch.ts";

/** Between two programs for the same formulas in float64: rounding, after some steps of an optimizer. */
const rounding = { absolute: 1e-11, relative: 1e-9 };
const [first] = fc.sample(questions({ steps: 2 }), { seed: 4, numRuns: 1 }) as [Question];

describe.skipIf(!python)(python ? "PyTorch as an oracle" : `PyTorch as an oracle, ${withoutPyTorch}`, () => {
  let cells: PyTorch;
  let modules: PyTorch;

  beforeAll(async () => {
    cells = await PyTorch.start({ python: python as string });
    modules = await PyTorch.start({ python: python as string, modules: true });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([cells?.close(), modules?.close()]);
  });

  test.skipIf(sharedCases.length === 0)("it computes the shared cases as their source did", async () => {
    for (const shared of sharedCases) {
      const answer = await cells.complete(shared, Object.keys(shared.expect.steps).map(Number));
      const deviation = largestDeviation(answer.expect, shared.expect, shared.tolerance);
      expect(deviation.ratio, `${shared.name}: ${JSON.stringify(deviation)}`).toBeLessThanOrEqual(1);
    }
  });

  test("its written-out cells agree with torch.nn's LSTM, GRU and RNN", async () => {
    for (const question of fc.sample(questions({ steps: 5, extensions: true }), { seed: 1997, numRuns: 30 })) {
      const [written, own] = await Promise.all([cells.complete(question), modules.complete(question)]);
      const deviation = largestDeviation(written.expect, own.expect, rounding);
      expect(deviation.ratio, `${JSON.stringify(question.model)}: ${JSON.stringify(deviation)}`).toBeLessThanOrEqual(1);
    }
  }, 60_000);

  test("a case that it cannot run is answered with the reason, and the next case is run", async () => {
    const { "dense/bias": _, ...weights } = first.weights;
    await expect(cells.complete({ ...first, weights })).rejects.toThrow(/needs a weight "dense\/bias" of shape \[7\]/);
    const wrong = { ...first.weights, "dense/bias": { shape: [1], data: [0] } };
    await expect(cells.complete({ ...first, weights: wrong })).rejects.toThrow(/"dense\/bias" has shape \[1\]/);
    const more = { ...first.weights, stray: { shape: [1], data: [0] } };
    await expect(cells.complete({ ...first, weights: more })).rejects.toThrow(/no place for the weights stray/);
    const far = { ...first, steps: first.steps.map((step) => ({ ...step, lengths: [99, 1, 1] })) };
    await expect(cells.complete(far)).rejects.toThrow(/lengths must have one length from 1 to/);
    await expect(cells.complete(first)).resolves.toMatchObject({ dtype: "float64", expect: { losses: { length: 2 } } });
  });

  test("a number that is no number is an error, not a case", async () => {
    const huge = { ...first, optimizer: { name: "sgd", learningRate: 1e308 } } as const;
    await expect(cells.complete(huge)).rejects.toThrow(/PyTorch cannot run/);
  });

  test("its death ends the questions that wait, and those that come later", async () => {
    const mortal = await PyTorch.start({ python: python as string });
    const waiting = mortal.complete(first);
    mortal.kill();
    await expect(waiting).rejects.toThrow(/ended by SIGKILL/);
    await expect(mortal.complete(first)).rejects.toThrow(/ended by SIGKILL/);
    await mortal.close();
  });
});

test("a Python that does not start is named", async () => {
  await expect(PyTorch.start({ python: "no-such-python" })).rejects.toThrow(/no-such-python/);
});
