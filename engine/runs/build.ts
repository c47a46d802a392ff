import type { SavedModel } from "../formats/modelFile.ts";
import { fastestOn } from "../kernels/sets/choose.ts";
import { SequenceModel } from "../model/sequenceModel.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import type { Registry } from "../registry/registry.ts";
import { lengthOf, type RunData, type SeriesData, sizeOf } from "../tasks/data.ts";
import { hashText } from "../text/hash.ts";
import { Trainer } from "../training/trainer.ts";
import { describe } from "./describe.ts";
import type { RunDescription } from "./description.ts";
import { grown } from "./growth.ts";
import { initialize, initialStateOf } from "./initialize.ts";
import { totalBytes } from "./memoryPlan.ts";
import type { PlannedModel } from "./modelOf.ts";
import { optimizerOf } from "./optimizerOf.ts";
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
  const newTokens = saved === null || data.kind === "series" ? 0 : data.vocabulary.size - knownTokens(saved);
  const initializers = { ...recipe.training.initializers, ...(newTokens > 0 && { weights: null }) };
  if (saved === null || newTokens > 0) {
    initialize(registry, model.parameters, initializers, random);
    model.state.set(trainer.handOver.initialState);
  }
  if (saved !== null) goOn(saved, trainer, planned.optimizer, { registry, sameText: saved.text.hash === textHash, newTokens });
  const bytes = totalBytes(memory);
  const description = describe({ recipe, data, planned, trainer, bytes, threads: threads?.count ?? 1, newTokens });
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

interface GoingOn {
  readonly registry: Registry;
  readonly sameText: boolean;
  /** Tokens that the text has and the saved model has not. */
  readonly newTokens: number;
}

/** A trainer where a saved model stood. What an optimizer keeps means nothing to one that keeps something else. */
function goOn(saved: SavedModel, trainer: Trainer, optimizer: Optimizer, { registry, sameText, newTokens }: GoingOn): void {
  const { slotNames } = optimizerOf(registry, saved.recipe.training).optimizer;
  const rule = String(slotNames) === String(optimizer.slotNames);
  const before = knownTokens(saved);
  const known =
    newTokens === 0 ? saved : grown(saved, trainer.model, rule ? optimizer : null, { before, after: before + newTokens });
  restore(trainer, known, { text: sameText, rule });
}

const knownTokens = ({ vocabulary }: SavedModel): number => vocabulary?.size ?? 0;
