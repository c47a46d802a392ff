import type { Disposable } from "vscode";
import { type JsonSchema, recipeSchema } from "../../engine/recipe/jsonSchema.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import type { FormOutlook } from "../../webview/protocol.ts";
import type { StartEngine } from "../run/engine.ts";
import type { Run } from "../run/run.ts";
import { namedFiles } from "../source/recipeFile.ts";
import { outlookOf } from "./outlook.ts";
import { PreviewEngine } from "./previewEngine.ts";
import { tellCosts } from "./sentences.ts";

/** What stands behind the form of the lab: what it is made of, and previews of what is edited. */
export class RecipeFormRoom implements Disposable {
  readonly #registry = createRegistry();
  readonly #engine: PreviewEngine;

  constructor(start: StartEngine) {
    this.#engine = new PreviewEngine(start);
  }

  /** Follows from the one table of recipes and the registry's entries. */
  get schema(): JsonSchema {
    return recipeSchema(this.#registry);
  }

  /** What would come of a recipe on the text of a run. @throws what is no problem of the recipe */
  async lookAt({ uri, recipeUri }: Run, recipe: unknown): Promise<FormOutlook> {
    const { validation } = namedFiles(recipeUri ?? uri, recipe);
    const looking = { registry: this.#registry, engine: this.#engine, tellsForm: true };
    const { preview, problems } = await outlookOf(recipe, { text: uri, validation }, looking);
    return { costs: preview && tellCosts(preview), problems };
  }

  dispose(): void {
    this.#engine.dispose();
  }
}
