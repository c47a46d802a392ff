import { CodeLens, type CodeLensProvider, Disposable, EventEmitter, languages, Range, type TextDocument } from "vscode";
import type { Surroundings } from "../person/surroundings.ts";
import { isRecipe, recipeEnding } from "../source/recipeFile.ts";
import type { Outlook } from "./outlook.ts";
import type { Outlooks } from "./outlooks.ts";
import { tellCosts } from "./sentences.ts";

export const recipeFiles = { pattern: `**/*${recipeEnding}` };

/** Above a recipe: what it costs, and what trains it. At once, from what is known; what is found out later shows later. */
export function registerLens(outlooks: Outlooks, surroundings: Surroundings): Disposable {
  const changed = new EventEmitter<void>();
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) =>
      surroundings.isTrusted() && isRecipe(document.uri) ? [lensOf(document, outlooks.of(document))] : [],
  };
  return Disposable.from(
    changed,
    outlooks.onDidChange(() => changed.fire()),
    languages.registerCodeLensProvider(recipeFiles, provider),
  );
}

function lensOf({ uri }: TextDocument, outlook: Outlook | null): CodeLens {
  const title = titleOf(outlook);
  const tooltip = "Train the network of this recipe. Time is measured on this machine, as busy as it is now.";
  return new CodeLens(new Range(0, 0, 0, 0), { title, tooltip, command: "lstm.trainRecipe", arguments: [uri] });
}

function titleOf(outlook: Outlook | null): string {
  if (outlook === null) return "$(play) Train";
  const { preview, namesText, isSound } = outlook;
  if (!isSound) return "$(play) Train · something is wrong with this recipe";
  if (!namesText) return "$(play) Train on a File…";
  return preview === null ? "$(play) Train" : `$(play) Train · ${tellCosts(preview)}`;
}
