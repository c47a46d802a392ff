import { basename, dirname, isAbsolute, join } from "node:path";
import { readModelFile } from "../../engine/formats/modelFile.ts";
import { isRecord } from "../../engine/layers/networkSpec.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import type { TrainRequest } from "../../engine/runs/request.ts";
import { threadsLimit } from "../settings/settings.ts";
import { presetOf, textPathOf } from "./brought.ts";
import { chosenBy, continuable, laidOver, withWords } from "./chosen.ts";
import { readBytes, readText } from "./files.ts";
import { readRecipe, withSet } from "./recipes.ts";
import type { Terminal } from "./terminal.ts";
import { readTexts } from "./texts.ts";
import { type Given, UsageError } from "./usage.ts";

/** What is to be trained on what, and where it is saved: all that the command line has said. */
export interface Order {
  /** The text's name, for a sentence. */
  readonly told: string;
  readonly out: string;
  readonly request: TrainRequest;
}

type Asked = Pick<TrainRequest, "recipe" | "chosen" | "model"> & {
  /** What the model is called where nobody says, if not after the text. */
  readonly name: string | null;
  /** The text where no word names one. */
  readonly file: string | null;
  /** The text that it is judged by. */
  readonly validation: string | null;
};

/** @throws UsageError, FileError, EngineError */
export async function orderOf(registry: Registry, given: Given, terminal: Terminal): Promise<Order> {
  const { name, file: named, validation, ...asked } = await askedOf(registry, given);
  const words = given.words.length > 0 || named === null ? given.words : [named];
  if (words.length === 0) throw new UsageError("A text file is missing.");
  const judge = given.text("validation") ?? validation;
  const [encoding, boundary] = [given.text("encoding"), given.text("boundary")];
  const { text, told, modelName } = await readTexts(words, { encoding, boundary, note: terminal.note });
  return {
    told,
    out: given.text("model") ?? (given.words.length === 0 && name !== null ? `${name}.lstm` : modelName),
    request: {
      ...asked,
      text,
      validation: judge === null ? null : await readText(judge, encoding),
      paused: false,
      interrupt: null,
      threads: threadsOf(given),
      reportEvery: 100,
    },
  };
}

/** One of three: a saved model that goes on, a recipe of a file or of a preset, or what suits the text. */
async function askedOf(registry: Registry, given: Given): Promise<Asked> {
  const ways = (["from", "recipe", "preset"] as const).filter((option) => given.text(option) !== null);
  if (ways.length > 1) throw new UsageError(`${ways.map((option) => given.typed(option)).join(" and ")} cannot stand together.`);
  const chosen = chosenBy(registry, given);
  const [from, recipe, preset] = [given.text("from"), given.text("recipe"), presetOf(given)];
  if (from !== null) return goingOn(registry, from, chosen, given);
  if (recipe !== null) return byRecipe(recipe, chosen, given);
  if (preset !== null)
    return { ...withOptions(preset.recipe, chosen, given), name: preset.name, file: textPathOf(preset), validation: null };
  // Samples of a run that nobody watches are wanted only where somebody says so.
  return { ...withOptions({}, { sampleEvery: 0, ...chosen }, given), name: null, file: null, validation: null };
}

async function byRecipe(path: string, chosen: TrainRequest["chosen"], given: Given): Promise<Asked> {
  const asked = withOptions(await readRecipe(path), chosen, given);
  const name = basename(path).replace(/(\.lstm)?\.json$/u, "");
  // Its check is yet to come: what is no name of a file here is told then.
  const beside = (...place: string[]) => {
    const file = place.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : null), asked.recipe);
    if (typeof file !== "string") return null;
    return isAbsolute(file) ? file : join(dirname(path), file);
  };
  return { ...asked, name, file: beside("text", "file"), validation: beside("training", "validation", "file") };
}

function withOptions(recipe: unknown, chosen: TrainRequest["chosen"], given: Given) {
  return { ...laidOver(withSet(recipe, given.texts("set")), chosen, given), model: null };
}

/** What a saved model goes on with. @throws UsageError for what is its own */
async function goingOn(registry: Registry, from: string, chosen: TrainRequest["chosen"], given: Given): Promise<Asked> {
  const fixed = Object.keys(chosen).find((name) => !Object.hasOwn(continuable, name));
  if (fixed !== undefined)
    throw new UsageError(
      `${given.typed(fixed)} is the saved model's own; with --from only ${Object.keys(continuable).join(", ")} can be chosen.`,
    );
  const model = (await readBytes(from)).buffer;
  const saved = readModelFile(model, registry);
  // Unless it is told otherwise, it goes on for as many steps as it was to have at first.
  const more = { steps: saved.trainer.step + saved.recipe.training.steps, sampleEvery: 0, ...chosen };
  const recipe = withSet(withWords({}, more), given.texts("set"));
  requireMore(recipe, saved.trainer.step, from);
  return { name: null, file: null, validation: null, chosen: {}, model, recipe };
}

/** @throws UsageError where nothing would be left to do */
function requireMore(recipe: unknown, done: number, from: string): void {
  const { steps } = (recipe as { readonly training: { readonly steps: unknown } }).training;
  if (typeof steps === "number" && steps <= done)
    throw new UsageError(
      `${from} has done ${done} steps already: steps are counted from its beginning, so ask for more than ${done}.`,
    );
}

/** @throws UsageError */
function threadsOf(given: Given): number | null {
  const { minimum, maximum } = threadsLimit;
  const count = given.number("threads");
  if (count !== null && !(Number.isInteger(count) && count >= minimum && count <= maximum))
    throw new UsageError(`${given.typed("threads")} is ${count}, must be a whole number from ${minimum} to ${maximum}.`);
  return count;
}
