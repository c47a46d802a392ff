import fc from "fast-check";
import { expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { recipeOptions } from "../../../engine/recipe/options.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { planRun } from "../../../engine/runs/plan.ts";
import { fable } from "../worker/configs.ts";
import { recipes } from "./drawRecipe.ts";

const registry = createRegistry();

it("any recipe that its check accepts can be planned, or is refused in a sentence, at a place that it has", () => {
  const outcomes = { planned: 0, refused: 0 };
  fc.assert(
    fc.property(recipes(registry, 0), (recipe) => {
      try {
        planRun({ text: fable, recipe, chosen: {}, model: null, threads: 1 }, { registry });
        outcomes.planned++;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        expect(error.code).not.toBe("internal");
        expect(Object.keys(recipeOptions)).toContain(error.place?.[0]);
        outcomes.refused++;
      }
    }),
    { numRuns: 500 },
  );
  expect(outcomes.refused).toBeGreaterThan(0);
});
