import type { SavedModel } from "../formats/modelFile.ts";
import { fastestOn } from "../kernels/sets/choose.ts";
import { SequenceModel } from "../model/sequenceModel.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { nameOf } from "../recipe/told.ts";
import type { Registry } from "../registry/registry.ts";
import { lengthOf, type RunData, type SeriesData, sizeOf } from "../tasks/data.ts";
import { hashText } from "../text/hash.ts";
import { Trainer } from "../training/trainer.ts";
import { describe } from "./describe.ts";
import type { RunDescription } from "./description.ts";
import { initialize, initialStateOf } from "./initialize.ts";
import { totalBytes } from "./memoryPlan.ts";
import type { PlannedModel } from "./modelOf.ts";
import { type BuildOptions, planRun } from "./plan.ts";
import { restore } from "./restore.ts";

/** All the parts of a run, ready for its first step. */
export interface Run {
  readonly recipe: WholeRecipe;
  readonly registry: Registry;
  readonly data: RunData;
  readonly planned: PlannedModel;
  readonly textHash: string;
  readonly trainer: Trainer;
  readonly description: RunDescription;
}

/**
 * @throws EngineError `badConfiguration`, `emptyText`, `tooFewTokens`, `outOfMemory`; with a saved model also `badModelFile` and
 * `unknownTokens`
 */
export function buildRun(request: Parameters<typeof planRun>[0], options?: BuildOptions): Run {
  const { registry, recipe, text, data, planned, batcher, threads, memory, random, saved } = planRun(request, options);
  const model = new SequenceModel(planned.spec, planned.plan, fastestOn(threads), registry);
  const trainer = trainerOf(model, planned, recipe, data, batcher);
  const textHash = hashText(text);
  if (saved === null) {
    initialize(registry, model.parameters, recipe.training.initializers, random);
    model.state.set(trainer.initialState);
  } else restore(trainer, saved, { text: saved.text.hash === textHash, rule: sameRule(saved.recipe, recipe) });
  const description = describe({ recipe, data, planned, trainer, bytes: totalBytes(memory), threads: threads?.count ?? 1 });
  return { recipe, registry, data, planned, textHash, trainer, description };
}

function trainerOf(
  model: SequenceModel,
  { task, optimizer, rate }: PlannedModel,
  { head, training }: WholeRecipe,
  data: RunData,
  batcher: ReturnType<PlannedModel["task"]["batcher"]>,
): Trainer {
  return new Trainer(model, {
    batcher,
    optimizer,
    seed: training.seed,
    carry: task.carries,
    initialState: initialStateOf(model.stateLayout, head.states),
    blindLoss: task.blindLoss(sizeOf(data)),
    gradientScale: training.gradient === "sum" ? task.steps : 1,
    stopsExplosion: training.explosion === "stop",
    validates: data.validation !== null,
    earlyStopping: training.earlyStopping,
    watchEvery: training.validation.every,
    learningRate: typeof rate === "number" ? rate : rate(1),
    clipNorm: training.clipping.norm ?? 0,
  });
}

/** A run as the model that a file holds: views of its numbers as they stand, which the next step changes. */
export function standingModel({ recipe, data, trainer, textHash: hash }: Run): SavedModel {
  const text = { hash, tokens: lengthOf(data) };
  const known =
    data.kind === "tokens" ? { vocabulary: data.vocabulary, series: null } : { vocabulary: null, series: knownSeries(data) };
  return { recipe, ...known, parameters: trainer.model.parameters, trainer: trainer.standing, text };
}

const knownSeries = ({ series, rows, scaling }: SeriesData) => ({ columns: series.columns, targets: rows.targets, scaling });

/** What an optimizer keeps means nothing to another one. */
const sameRule = (saved: WholeRecipe, asked: WholeRecipe): boolean =>
  nameOf(saved.training.optimizer) === nameOf(asked.training.optimizer);
