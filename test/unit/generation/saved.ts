import type { SavedModel } from "../../../engine/formats/modelFile.ts";
import { Predictor } from "../../../engine/generation/predictor.ts";
import { Reader } from "../../../engine/generation/reader.ts";
import type { Plain } from "../../../engine/recipe/plain.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { buildRun, type Run, standingModel } from "../../../engine/runs/build.ts";
import { askableOf } from "../../../engine/runs/openModel.ts";
import { readableOf } from "../../../engine/runs/readableOf.ts";
import { type TokenData, tokensOf } from "../../../engine/tasks/data.ts";
import type { Vocabulary } from "../../../engine/text/vocabulary.ts";
import { fable, recipeFor } from "../worker/configs.ts";

/** A run that has gone some steps, and the model that it would save. */
/** Of tokens. */
type SavedTokens = SavedModel & { readonly vocabulary: Vocabulary };

export function trained(
  change: Partial<Plain>,
  steps: number,
  text = fable,
): { run: Run & { readonly data: TokenData }; saved: SavedTokens } {
  const order = {
    text,
    recipe: recipeFor({ ...change, steps }),
    chosen: {},
    model: null,
    paused: true,
    interrupt: null,
    threads: 1,
    reportEvery: 0,
  };
  const run = buildRun(order);
  while (run.trainer.stepCount < steps) run.trainer.step();
  const data = tokensOf(run.data);
  return { run: { ...run, data }, saved: { ...standingModel(run), vocabulary: data.vocabulary, trainer: run.trainer.save() } };
}

const registry = createRegistry();

export const predictorOf = (saved: SavedModel): Predictor => new Predictor(askableOf(registry, saved));

export const readerOf = ({ recipe, planned }: Run, rows: number): Reader =>
  new Reader(readableOf(registry, recipe, planned), rows);
