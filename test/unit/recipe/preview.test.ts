import { describe, expect, it } from "vitest";
import { buildRun } from "../../../engine/runs/build.ts";
import { type Preview, previewRun } from "../../../engine/runs/preview.ts";
import { fable } from "../worker/configs.ts";
import { EngineThread } from "../worker/engineThread.ts";

const requestOf = (recipe: unknown) => ({ text: fable, recipe, chosen: {}, threads: 1 });
const preview = (recipe: unknown): Preview => previewRun(requestOf(recipe), {}, () => performance.now());

describe("a preview", () => {
  it.each([
    [{}],
    [{ network: { gru: { hiddenSize: 11 } }, sampling: { every: 0 } }],
    [{ task: "windows", network: { bidirectional: { forward: { lstm: { hiddenSize: 5 } } } }, head: { embedding: { size: 4 } } }],
    [{ training: { precision: "float64", validation: { part: 0.2 } } }],
  ])("of %j says what the run then has", (recipe) => {
    const { description } = buildRun({ ...requestOf(recipe), model: null });
    const told = preview(recipe);
    expect(told).toMatchObject({
      recipe: description.recipe,
      network: description.network,
      parameterCount: description.parameterCount,
      plannedBytes: description.plannedBytes,
      tokenCount: description.tokenCount,
      vocabularySize: description.vocabularySize,
      steps: description.recipe.training.steps,
    });
    expect(told.parameters).toEqual(description.parameters.map(({ path, rows, columns }) => ({ path, rows, columns })));
  });

  it("has a time that grows with the steps, and with samples and validations", () => {
    const base = { network: { gru: { hiddenSize: 16 } }, training: { steps: 1000 }, sampling: { every: 0 } };
    const { seconds, secondsPerStep } = preview(base);
    expect(secondsPerStep).toBeGreaterThan(0);
    expect(seconds).toBeCloseTo(1000 * secondsPerStep!, 9);
    const sampled = preview({ ...base, sampling: { every: 1, length: 100 } });
    expect(sampled.seconds).toBeGreaterThan(1000 * sampled.secondsPerStep!);
    const validated = preview({ ...base, training: { steps: 1000, validation: { part: 0.3, every: 1 } } });
    expect(validated.seconds).toBeGreaterThan(1000 * validated.secondsPerStep!);
  });

  it("measures a long step by a shorter one, within the time that a glance may take", () => {
    const began = performance.now();
    const { secondsPerStep } = preview({
      task: { streams: { sequenceLength: 60, batchSize: 4 } },
      text: { tokenizer: "character" },
      network: { lstm: { hiddenSize: 512 } },
    });
    expect(secondsPerStep).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it("builds nothing of what is too large to be tried, and says no time", () => {
    const { secondsPerStep, seconds, plannedBytes } = preview({ network: { lstm: { hiddenSize: 4000 } } });
    expect(plannedBytes).toBeGreaterThan(5e8);
    expect([secondsPerStep, seconds]).toEqual([null, null]);
  });

  it("comes from the engine's thread, which answers before and after a refusal with its place", async () => {
    const { client } = new EngineThread();
    const refused = client.call("preview", requestOf({ network: { stacked: ["oneHot", "oneHot"] } }));
    await expect(refused).rejects.toMatchObject({ code: "badConfiguration", place: ["network", "stacked", 1] });
    const { parameterCount } = await client.call("preview", requestOf({ network: { gru: { hiddenSize: 3 } } }));
    expect(parameterCount).toBe(preview({ network: { gru: { hiddenSize: 3 } } }).parameterCount);
  });
});
