import { EngineError } from "../errors/errors.ts";
import { readModelFile, type SavedModel } from "../formats/modelFile.ts";
import { fastestOn } from "../kernels/sets/choose.ts";
import type { Threads } from "../kernels/threads.ts";
import { draw } from "../model/blueprint.ts";
import { SequenceModel } from "../model/sequenceModel.ts";
import { Random } from "../random/random.ts";
import { requireRecipe } from "../recipe/check.ts";
import { complete, taskOf } from "../recipe/complete.ts";
import { checkChosen } from "../recipe/plain.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { nameOf } from "../recipe/told.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Registry } from "../registry/registry.ts";
import { lengthOf, type RunData, type SeriesData, sizeOf } from "../tasks/data.ts";
import { hashText } from "../text/hash.ts";
import { normalizeText } from "../text/normalize.ts";
import { Trainer } from "../training/trainer.ts";
import { continued } from "./continued.ts";
import { readData } from "./data.ts";
import { describe } from "./describe.ts";
import type { RunDescription } from "./description.ts";
import { initialize, initialStateOf } from "./initialize.ts";
import { type MemoryPlan, planMemory, totalBytes } from "./memoryPlan.ts";
import { modelOf, type PlannedModel } from "./modelOf.ts";
import type { TrainRequest } from "./request.ts";
import { restore } from "./restore.ts";
import { threadsFor } from "./threadsFor.ts";

export const usualMemoryLimit = 4 * 2 ** 30;

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

/** What a run is built with, besides what is asked for. */
export interface BuildOptions {
  /** Bytes that the plan must not exceed; 4 GiB where left out. */
  readonly memoryLimit?: number;
  /** As many threads as the machine has cores; null where there is no way to start any. */
  readonly available?: Threads | null;
  readonly registry?: Registry;
}

/**
 * @throws EngineError `badConfiguration`, `emptyText`, `tooFewTokens`, `outOfMemory`; with a saved model also `badModelFile` and
 * `unknownTokens`
 */
export function buildRun(
  request: Pick<TrainRequest, "text" | "validation" | "recipe" | "chosen" | "model" | "threads">,
  { memoryLimit = usualMemoryLimit, available = null, registry = createRegistry() }: BuildOptions = {},
): Run {
  const saved = request.model === null ? null : readModelFile(request.model, registry);
  const text = normalizeText(request.text);
  const asked = requireRecipe(registry, request.recipe);
  const recipe =
    saved === null
      ? complete(registry, asked, text, checkChosen(registry, request.chosen, "The settings"))
      : continued(saved.recipe, asked);
  const task = taskOf(registry, recipe.task);
  const data = readData(registry, recipe, task, {
    text,
    validation: request.validation ?? null,
    known: saved && { vocabulary: saved.vocabulary, scaling: saved.series?.scaling ?? null },
  });
  const planned = modelOf(registry, recipe, sizeOf(data));
  const random = new Random(recipe.training.seed);
  const batcher = planned.task.batcher(data, random);
  const blueprint = draw(registry, planned.spec, planned.plan);
  refuseUnlearnable(planned, blueprint.node);
  const threads = threadsFor(blueprint, planned.plan, request.threads, available);
  const memory = planMemory({ text, data, recipe, planned, blueprint, registry, threads: threads?.count ?? 1 });
  refuseOverLimit(memory, memoryLimit);
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

function refuseUnlearnable({ task }: PlannedModel, node: RunDescription["network"]): void {
  const refusal = task.refusal(node);
  if (refusal !== null) throw new EngineError("badConfiguration", `${refusal.message}.`, refusal.advice);
}

function refuseOverLimit(memory: MemoryPlan, limit: number): void {
  const planned = totalBytes(memory);
  if (planned <= limit) return;
  const inGiB = (bytes: number) => `${(bytes / 2 ** 30).toLocaleString("en", { maximumFractionDigits: 2 })} GiB`;
  throw new EngineError(
    "outOfMemory",
    `This run would need ${inGiB(planned)} (${planned.toLocaleString("en")} bytes) of memory; at most ${inGiB(limit)} are allowed.`,
    memory.text > planned / 2
      ? "Train on a part of the text."
      : "Use fewer hidden units, layers or rows, a shorter sequence, or characters instead of words.",
  );
}
