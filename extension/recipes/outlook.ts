import { type TextDocument, workspace } from "vscode";
import { EngineError, type Place } from "../../engine/errors/errors.ts";
import { checkRecipe, sentenceOf, sizeProblem } from "../../engine/recipe/check.ts";
import { tellError } from "../../engine/recipe/told.ts";
import type { Problem } from "../../engine/registry/fillUp.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import type { Preview } from "../../engine/runs/preview.ts";
import { settingsFor } from "../settings/settingsFor.ts";
import { nobody, readText } from "../source/readText.ts";
import { type NamedFiles, namedFiles } from "../source/recipeFile.ts";
import type { PreviewEngine } from "./previewEngine.ts";
import { largestRecipe } from "./recipeText.ts";
import { readNamedFile, textPlace, validationPlace } from "./texts.ts";

/** What can be said of a recipe before it is trained. */
export interface Outlook {
  /** Null where it cannot be told: it names no text, or a very large one, or something is wrong. */
  readonly preview: Preview | null;
  /** What the JSON schema does not see. */
  readonly problems: readonly { readonly place: Place; readonly sentence: string }[];
  /** Whether nothing at all is known to be wrong with it. */
  readonly isSound: boolean;
  readonly namesText: boolean;
}

/** Plans what a recipe's document says, as a training would, and notes what goes wrong. */
export async function lookAt(document: TextDocument, registry: Registry, engine: PreviewEngine): Promise<Outlook> {
  const recipe = contentOf(document);
  const files = namedFiles(document.uri, recipe);
  // The editor tells itself what is no JSON.
  if (recipe === undefined) return { preview: null, problems: [], isSound: false, namesText: files.text !== null };
  return outlookOf(recipe, files, { registry, engine, tellsForm: !isSchemaHeeded() });
}

export interface LookingAt {
  readonly registry: Registry;
  readonly engine: PreviewEngine;
  /** Whether to tell what the JSON schema sees as well. */
  readonly tellsForm: boolean;
}

/** The same of a recipe that stands in no document. */
export async function outlookOf(
  recipe: unknown,
  files: NamedFiles,
  { registry, engine, tellsForm }: LookingAt,
): Promise<Outlook> {
  const nothing = { preview: null, problems: [], isSound: false, namesText: files.text !== null };
  const tooLarge = sizeProblem(recipe);
  if (tooLarge !== null) return { ...nothing, problems: [toldOf(tooLarge)] };
  const { problems } = checkRecipe(registry, recipe);
  if (problems.length > 0) return { ...nothing, problems: tellsForm ? problems.map(toldOf) : [] };
  try {
    return { ...nothing, isSound: true, preview: await previewOf(files, recipe, engine) };
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === "workerDied" || error.code === "internal") throw error;
    return { ...nothing, problems: [{ place: error.place ?? [], sentence: `${tellError(error)} ${error.advice}`.trim() }] };
  }
}

/** Undefined for what is no JSON. */
export function contentOf(document: TextDocument): unknown {
  const text = document.getText();
  if (text.length > largestRecipe) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Null where there is no text to plan with. @throws EngineError with the place of what is wrong */
async function previewOf(files: NamedFiles, recipe: unknown, engine: PreviewEngine): Promise<Preview | null> {
  const { text: textUri, validation: validationUri } = files;
  if (textUri === null) return withoutText(recipe, engine);
  const { threads, maxFileSize } = settingsFor(textUri);
  const text = await readNamedFile(textPlace, () => readText(textUri, maxFileSize, nobody));
  const validation = validationUri && (await readNamedFile(validationPlace, () => readText(validationUri, maxFileSize, nobody)));
  return text === null ? null : engine.preview({ text, validation, recipe, chosen: {}, threads });
}

/** Words enough for any batch, for a recipe that names no text: what is wrong with its network can be told all the same. */
const standIn = Array.from({ length: 4000 }, (_, i) => `word${(i * i) % 97}`).join(" ");

/** @throws EngineError what would be wrong with any text */
async function withoutText(recipe: unknown, engine: PreviewEngine): Promise<null> {
  try {
    await engine.preview({ text: standIn, recipe, chosen: {}, threads: 1 });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (["badConfiguration", "outOfMemory"].includes(error.code) && error.place?.[0] !== "text") throw error;
  }
  return null;
}

const toldOf = (problem: Problem) => ({ place: problem.place, sentence: `The recipe: ${sentenceOf(problem)}.` });

/** Whether VS Code's own JSON support checks recipes by their schema; what it says is not said again. */
const isSchemaHeeded = (): boolean => workspace.getConfiguration("json").get("validate.enable", true);
