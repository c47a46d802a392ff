import fc from "fast-check";
import { expect, it } from "vitest";
import { requireRecipe } from "../../../engine/recipe/check.ts";
import { complete } from "../../../engine/recipe/complete.ts";
import { concise } from "../../../engine/recipe/concise.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { fable } from "../worker/configs.ts";
import { recipes } from "./drawRecipe.ts";

const registry = createRegistry();

it("a concise recipe says as little as it can", () => {
  expect(concise(requireRecipe(registry, {}))).toEqual({ version: 1 });
  const given = { version: 1, network: { gru: { hiddenSize: 3 } }, head: { embedding: { size: 4 } }, training: { steps: 7 } };
  expect(concise(requireRecipe(registry, given))).toEqual(given);
});

it("and means the same", () => {
  fc.assert(
    fc.property(recipes(registry, 0), (given) => {
      const recipe = requireRecipe(registry, given);
      const read = requireRecipe(registry, JSON.parse(JSON.stringify(concise(recipe))));
      expect(read).toEqual(JSON.parse(JSON.stringify(recipe)));
    }),
    { numRuns: 100 },
  );
});

it("a whole recipe, too, whatever the text is that it is read with", () => {
  const whole = complete(registry, requireRecipe(registry, { network: { gru: { hiddenSize: 5 } } }), fable);
  const read = complete(registry, requireRecipe(registry, concise(whole)), "an other text ".repeat(9000));
  expect(read).toEqual(whole);
});
