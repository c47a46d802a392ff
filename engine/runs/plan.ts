import { EngineError, type Place } from "../errors/errors.ts";
import { placedAt } from "../errors/placed.ts";
import { readModelFile, type SavedModel } from "../formats/modelFile.ts";
import type { Threads } from "../kernels/threads.ts";
import { type Blueprint, draw } from "../model/blueprint.ts";
import { StateLayout } from "../model/stateLayout.ts";
import type { KnownWeights } from "../optimizers/optimizer.ts";
import { Random } from "../random/random.ts";
import { requireRecipe } from "../recipe/check.ts";
import { complete, taskOf } from "../recipe/complete.ts";
import { checkChosen } from "../recipe/plain.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { nameOf } from "../recipe/told.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Registry } from "../registry/registry.ts";
import { type RunData, sizeOf } from "../tasks/data.ts";
import type { Batcher } from "../text/batching/batcher.ts";
import { normalizeText } from "../text/normalize.ts";
import { continued } from "./continued.ts";
import { readData } from "./data.ts";
import { requireStates, requireWeights } from "./initialize.ts";
import { type MemoryPlan, planMemory, totalBytes } from "./memoryPlan.ts";
import { modelOf, type PlannedModel } from "./modelOf.ts";
import type { TrainRequest } from "./request.ts";
import { threadsFor } from "./threadsFor.ts";

export const usualMemoryLimit = 4 * 2 ** 30;

/** What a run is built with, besides what is asked for. */
export interface BuildOptions {
  /** Bytes that the plan must not exceed; 4 GiB where left out. */
  readonly memoryLimit?: number;
  /** As many threads as the machine has cores; null where there is no way to start any. */
  readonly available?: Threads | null;
  readonly registry?: Registry;
}

/** A run before its model has memory: everything read, checked and laid out. */
export interface RunPlan {
  readonly registry: Registry;
  readonly recipe: WholeRecipe;
  readonly text: string;
  readonly data: RunData;
  readonly planned: PlannedModel;
  readonly batcher: Batcher;
  readonly blueprint: Blueprint;
  readonly threads: Threads | null;
  readonly memory: MemoryPlan;
  /** What draws first values, where the batcher has left it. */
  readonly random: Random;
  /** What it goes on from. */
  readonly saved: SavedModel | null;
}

/**
 * @throws EngineError `badConfiguration`, `emptyText`, `tooFewTokens`, `outOfMemory`; with a saved model also `badModelFile` and
 * `unknownTokens`. Its place is that in the recipe.
 */
export function planRun(
  request: Pick<TrainRequest, "text" | "validation" | "recipe" | "chosen" | "model" | "threads">,
  { memoryLimit = usualMemoryLimit, available = null, registry = createRegistry() }: BuildOptions = {},
): RunPlan {
  const saved = request.model === null ? null : readModelFile(request.model, registry);
  const text = normalizeText(request.text);
  const asked = requireRecipe(registry, request.recipe);
  const recipe =
    saved === null
      ? complete(registry, asked, text, checkChosen(registry, request.chosen, "The settings"))
      : continued(saved.recipe, asked);
  const task = placedAt(["task"], () => taskOf(registry, recipe.task));
  const known = saved && { vocabulary: saved.vocabulary, scaling: saved.series?.scaling ?? null };
  const data = placedAt(["text"], () =>
    readData(registry, recipe, task, { text, validation: request.validation ?? null, known }),
  );
  const planned = placedAt(["task"], () => modelOf(registry, recipe, sizeOf(data)));
  refuseUnfit(planned.task, recipe);
  const random = new Random(recipe.training.seed);
  const batcher = placedAt(["task"], () => planned.task.batcher(data, random));
  const blueprint = draw(registry, planned.spec, planned.plan);
  refuseUnlearnable(planned, blueprint.node);
  placedAt(["training", "optimizer"], () => planned.optimizer.requireFit?.(knownWeights(blueprint)));
  // What goes on has its weights, in their sizes of now.
  if (saved === null) requireWeights(infosOf(blueprint), recipe.training.initializers.weights);
  requireStates(new StateLayout(blueprint.network.cells, 1), recipe.head.states);
  const threads = threadsFor(blueprint, planned.plan, request.threads, available);
  const memory = planMemory({ text, data, recipe, planned, blueprint, registry, threads: threads?.count ?? 1 });
  refuseOverLimit(memory, memoryLimit);
  return { registry, recipe, text, data, planned, batcher, blueprint, threads, memory, random, saved };
}

const infosOf = ({ ledger }: Blueprint) => ledger.parameters.map(({ info }) => info);

/** What a task's batches have no targets for. */
function refuseUnfit({ readouts, losses }: PlannedModel["task"], { task, head, training }: WholeRecipe): void {
  const loss = nameOf(training.loss);
  const refuse = (what: string, known: readonly string[], place: Place): never => {
    const advice = `Choose ${known.length === 1 ? `"${known[0]}"` : `one of ${known.join(", ")}`}, or leave it out.`;
    throw new EngineError("badConfiguration", `The task "${nameOf(task)}" does not go with the ${what}.`, advice, place);
  };
  if (!readouts.includes(head.readout)) refuse(`readout "${head.readout}"`, readouts, ["head", "readout"]);
  if (!losses.includes(loss)) refuse(`loss "${loss}"`, losses, ["training", "loss"]);
}

function refuseUnlearnable({ task }: PlannedModel, node: Blueprint["node"]): void {
  const refusal = task.refusal(node);
  if (refusal === null) return;
  throw new EngineError("badConfiguration", `${refusal.message}.`, refusal.advice, ["network"]);
}

const knownWeights = ({ ledger, embedding }: Blueprint): KnownWeights => ({
  paths: ledger.parameters.map(({ info }) => info.path),
  looksUp: embedding !== null,
});

function refuseOverLimit(memory: MemoryPlan, limit: number): void {
  const planned = totalBytes(memory);
  if (planned <= limit) return;
  const inGiB = (bytes: number) => `${(bytes / 2 ** 30).toLocaleString("en", { maximumFractionDigits: 2 })} GiB`;
  const isText = memory.text > planned / 2;
  throw new EngineError(
    "outOfMemory",
    `This run would need ${inGiB(planned)} (${planned.toLocaleString("en")} bytes) of memory; at most ${inGiB(limit)} are allowed.`,
    isText
      ? "Train on a part of the text."
      : "Use fewer hidden units, layers or rows, a shorter sequence, or characters instead of words.",
    [isText ? "text" : "network"],
  );
}
