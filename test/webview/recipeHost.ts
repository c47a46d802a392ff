import { EngineError } from "../../engine/errors/errors.ts";
import { checkRecipe, sentenceOf } from "../../engine/recipe/check.ts";
import { recipeSchema } from "../../engine/recipe/jsonSchema.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { previewRun } from "../../engine/runs/preview.ts";
import { tellCosts } from "../../extension/recipes/sentences.ts";
import type { FormOutlook } from "../../webview/protocol.ts";
import { fable } from "../unit/worker/configs.ts";

const registry = createRegistry();
const text = fable.repeat(40);

/** As the extension hands it to a page. */
export const schema = recipeSchema(registry);

/** What the engine says of a recipe, on a fable told forty times: outside the page, whose policy allows no WebAssembly. */
export function lookAt(recipe: unknown): FormOutlook {
  const { problems } = checkRecipe(registry, recipe);
  if (problems.length > 0)
    return { costs: null, problems: problems.map((problem) => ({ place: problem.place, sentence: sentenceOf(problem) })) };
  try {
    const preview = previewRun({ text, recipe, chosen: {}, threads: 1 }, { registry }, () => performance.now());
    return { costs: tellCosts(preview), problems: [] };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { costs: null, problems: [{ place: error.place ?? [], sentence: error.message }] };
  }
}
