import { describe, expect, test } from "vitest";
import type { Network } from "../../../engine/index.ts";
import { presetNamed } from "../../../engine/presets/presets.ts";
import { buildRun, type Run } from "../../../engine/runs/build.ts";
import { rows, setLayerNorm, storyCase } from "../engine/articles/storyCase.ts";
import { changed, orderOf } from "./brought.ts";

/** The presets of the case study against PyTorch's numbers, to the last of 200 steps. */

function trained(run: Run, steps: number): number[] {
  return Array.from({ length: steps }, () => run.trainer.step()!.loss);
}

function expectLosses(run: Run, expected: readonly number[]): void {
  const losses = trained(run, expected.length);
  for (const [step, loss] of losses.entries()) expect(loss, `step ${step + 1}`).toBeCloseTo(expected[step]!, 9);
}

describe("the story's presets", () => {
  test("read the words as the articles do: ten of them, in alphabetical order", () => {
    const { data } = buildRun(orderOf(presetNamed("story")!));
    expect(data).toMatchObject({ kind: "tokens" });
    if (data.kind !== "tokens") return;
    expect([...data.ids]).toEqual([6, 1, 8, 7, 5, 0, 4, 3, 9, 2, 8]);
    expect(data.vocabulary.tokens).toEqual("a ago consider council general had long mice the to".split(" "));
  });

  test.each([
    ["story", "story-one-lstm", 3.64252235],
    ["story-stacked", "story-multi-rnn-cell", 3.66167803],
    ["story-bidirectional", "story-bidirectional", 3.61684251],
    ["story-bidirectional-stacked", "story-bidirectional-stacked", 3.64292327],
    ["story-layer-norm-off", "story-one-lstm", 3.64252235],
    ["story-initial-state", "story-one-lstm-initial-state", 3.80761947],
  ])("%s has every loss of the case %s, the last of them %d", (name, its, last) => {
    const run = buildRun(orderOf(presetNamed(name)!));
    const { losses } = storyCase(its).expect;
    expect(losses).toHaveLength(run.recipe.training.steps);
    expect(losses.at(-1)!.toFixed(8)).toBe(last.toFixed(8));
    expectLosses(run, losses);
  });

  test("story-layer-norm, from the weights of the case, has every loss of it", () => {
    const preset = presetNamed("story-layer-norm")!;
    const its = storyCase("story-layer-norm-zero-state");
    const weights: Record<string, unknown> = {};
    const network = { setWeight: (path: string, given: unknown) => Object.assign(weights, { [path]: given }) };
    setLayerNorm(network as unknown as Network, its);
    for (const path of ["dense/kernel", "dense/bias"]) weights[path] = rows(its.weights[path]);
    const { initializers, learningRate } = preset.recipe.training as Record<string, object>;
    expect(learningRate).toBe(its.optimizer.learningRate);
    const training = { initializers: { ...initializers, weights } };
    expectLosses(buildRun(orderOf(preset, changed(preset, { training }))), its.expect.losses);
  });
});
