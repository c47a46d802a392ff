import { expect, test } from "vitest";
import { requireRecipe } from "../../../engine/recipe/check.ts";
import { complete } from "../../../engine/recipe/complete.ts";
import { lossUnit } from "../../../engine/recipe/told.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { fable } from "../worker/configs.ts";

const registry = createRegistry();
const unitOf = (recipe: object): string => lossUnit(complete(registry, requireRecipe(registry, recipe), fable));

test.each([
  [{}, "nats per token"],
  [{ training: { loss: { softmaxCrossEntropy: { mean: "stepSum" } } } }, "nats, summed over the steps"],
  [{ training: { loss: { softmaxCrossEntropy: { mean: "sum" } } } }, "nats, all summed"],
  [{ task: "series" }, "mean squared error of standardized numbers"],
  [
    { task: { series: { scaling: "minMax" } }, training: { loss: "meanAbsoluteError" } },
    "mean absolute error of numbers scaled to 0 … 1",
  ],
  [{ task: { series: { scaling: "none" } } }, "mean squared error of numbers as they stand in the text"],
])("the loss of %j is measured in %s", (recipe, unit) => {
  expect(unitOf(recipe)).toBe(unit);
});
