import { describe, expect, test } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import { presetNamed, presets } from "../../../engine/presets/presets.ts";
import { checkRecipe, requireRecipe } from "../../../engine/recipe/check.ts";
import { complete } from "../../../engine/recipe/complete.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { buildRun } from "../../../engine/runs/build.ts";
import { tokensOf } from "../../../engine/tasks/data.ts";
import { EngineThread } from "../worker/engineThread.ts";
import { changed, orderOf, textOf } from "./brought.ts";

const registry = createRegistry();

describe("the presets", () => {
  test("have names of their own that can be typed, and a text that comes with them", () => {
    expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length);
    for (const preset of presets) {
      expect(preset.name).toMatch(/^[a-z]+(-[a-z]+)*$/u);
      expect(preset.text).toMatch(/^[a-z-]+\.(txt|csv)$/u);
      expect(textOf(preset).length, preset.name).toBeGreaterThan(50);
      expect(presetNamed(preset.name)).toBe(preset);
    }
    expect(presetNamed("constructor")).toBeNull();
  });

  test("have one for each task", () => {
    const tasks = presets.map(({ recipe }) => Object.keys(recipe.task as object)[0]);
    expect(new Set(tasks)).toEqual(new Set(registry.names("task")));
  });

  test("char-rnn's rate falls after each epoch of its text from the tenth on", () => {
    const { data, planned } = buildRun(orderOf(presetNamed("char-rnn")!));
    const { rows, steps } = planned.task;
    const epoch = Math.ceil((tokensOf(data).ids.length - 1) / (rows * steps));
    const rate = planned.rate as (step: number) => number;
    const falls = [1, 10 * epoch, 10 * epoch + 1, 11 * epoch, 11 * epoch + 1].map((step) => rate(step) / 0.002);
    for (const [place, expected] of [1, 1, 0.97, 0.97, 0.97 ** 2].entries()) expect(falls[place]).toBeCloseTo(expected, 12);
  });

  test.each(presets.map((preset) => [preset.name, preset] as const))(
    "%s is a recipe without a fault, and plain JSON",
    (_, preset) => {
      expect(checkRecipe(registry, preset.recipe).problems).toEqual([]);
      expect(JSON.parse(JSON.stringify(preset.recipe))).toEqual(preset.recipe);
      const whole = complete(registry, requireRecipe(registry, preset.recipe), textOf(preset));
      expect(whole.training.optimizer).not.toBeNull();
    },
  );

  test.each(presets.map((preset) => [preset.name, preset] as const))(
    "%s trains in the worker, is saved, goes on, and writes where it can",
    async (_, preset) => {
      const first = new EngineThread();
      const three = changed(preset, { training: { steps: 3 }, sampling: { every: 3, length: 5 } });
      const { can } = await first.client.call("train", orderOf(preset, three));
      expect((await first.ended()).reason).toBe("finished");
      expect(first.losses).toHaveLength(3);
      expect(first.losses.every(Number.isFinite)).toBe(true);
      expect(first.samples.map(({ tokens }) => tokens.length)).toEqual(can.sample ? [5] : []);
      const model = await first.client.call("save", null);
      expect(readModelFile(model.slice(0), registry).trainer.step).toBe(3);
      const second = new EngineThread();
      await second.client.call("train", { ...orderOf(preset, { training: { steps: 4 } }), model });
      await second.ended();
      const whole = new EngineThread();
      await whole.client.call("train", orderOf(preset, changed(preset, { training: { steps: 4 }, sampling: { every: 0 } })));
      await whole.ended();
      expect([...first.losses, ...second.losses]).toEqual(whole.losses);
    },
    60_000,
  );
});
