import { describe, expect, it } from "vitest";
import { draw } from "../../../engine/model/blueprint.ts";
import { taskOf } from "../../../engine/recipe/complete.ts";
import type { Plain } from "../../../engine/recipe/plain.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { buildRun } from "../../../engine/runs/build.ts";
import { readData } from "../../../engine/runs/data.ts";
import { planMemory, totalBytes } from "../../../engine/runs/memoryPlan.ts";
import { modelOf } from "../../../engine/runs/modelOf.ts";
import { sizeOf } from "../../../engine/tasks/data.ts";
import { fable, orderOf, recipeFor } from "./configs.ts";

const registry = createRegistry();

function planOf({ text = "abc".repeat(100), threads = 1, ...change }: Partial<Plain> & { text?: string; threads?: number } = {}) {
  const recipe = recipeFor(change);
  const data = readData(registry, recipe, taskOf(registry, recipe.task), { text, validation: null, known: null });
  const planned = modelOf(registry, recipe, sizeOf(data));
  return planMemory({ text, data, recipe, planned, blueprint: draw(registry, planned.spec, planned.plan), registry, threads });
}

describe("the memory plan of a run", () => {
  it("is the sum of its parts, and the description says it", () => {
    const { thread, helpers, text, model, sampler, kept, saving } = planOf({ sampleEvery: 5 });
    expect(totalBytes(planOf({ sampleEvery: 5 }))).toBe(thread + helpers + text + model + sampler + kept + saving);
    const planned = totalBytes(planOf({ text: fable }));
    expect(buildRun(orderOf(), { memoryLimit: planned }).description.plannedBytes).toBe(planned);
  });

  it("counts four bytes for each token, and for each character what its text takes in memory: one byte or two", () => {
    const latin = planOf({ text: `${"é".repeat(1000)}a` }).text;
    expect(latin - planOf({ text: "éa" }).text).toBe(999 * (4 + 1));
    expect(planOf({ text: `${"ж".repeat(1000)}a` }).text - latin).toBe(1001);
  });

  it("counts a model for samples only where there are to be any", () => {
    expect(planOf({ sampleEvery: 0 }).sampler).toBe(0);
    expect(planOf({ sampleEvery: 1 }).sampler).toBeGreaterThan(0);
  });

  it("counts each thread that helps alike", () => {
    const helpers = [1, 2, 3, 9].map((threads) => planOf({ threads }).helpers);
    expect(helpers).toEqual([0, helpers[1]!, 2 * helpers[1]!, 8 * helpers[1]!]);
    expect(helpers[1]).toBeGreaterThan(0);
  });

  it("counts a saved model as long as its file, but for the header", () => {
    const { trainer } = buildRun(orderOf());
    const { values, slots, state } = trainer.standing;
    expect(slots).toHaveLength(2);
    expect(planOf({ text: fable }).saving).toBe(3 * values.byteLength + state.byteLength);
  });
});

describe("a run beyond the limit", () => {
  const refusal = (order: Parameters<typeof buildRun>[0], limit: number) => {
    try {
      buildRun(order, { memoryLimit: limit });
    } catch (error) {
      return error;
    }
  };

  it("is refused, to the byte", () => {
    const { plannedBytes } = buildRun(orderOf()).description;
    expect(refusal(orderOf(), plannedBytes)).toBeUndefined();
    expect(refusal(orderOf(), plannedBytes - 1)).toMatchObject({
      code: "outOfMemory",
      advice: expect.stringContaining("Use fewer"),
    });
  });

  it("is told to take less of the text where the text is the larger part", () => {
    const advice = "Train on a part of the text.";
    expect(refusal(orderOf({}, { text: fable.repeat(15_000) }), 2 ** 25)).toMatchObject({ code: "outOfMemory", advice });
  });
});
