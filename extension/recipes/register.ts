import { Disposable } from "vscode";
import type { Surroundings } from "../person/surroundings.ts";
import type { StartEngine } from "../run/engine.ts";
import { registerDiagnostics } from "./diagnostics.ts";
import { registerRecipeHover } from "./hover.ts";
import { registerLens } from "./lens.ts";
import { Outlooks } from "./outlooks.ts";

/** What an editor shows of a recipe while it is written. */
export function registerRecipes(start: StartEngine, surroundings: Surroundings, log: (message: string) => void): Disposable {
  const outlooks = new Outlooks(start, surroundings, log);
  return Disposable.from(
    registerDiagnostics(outlooks),
    registerLens(outlooks, surroundings),
    registerRecipeHover(outlooks),
    outlooks,
  );
}
