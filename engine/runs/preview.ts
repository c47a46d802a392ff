import { placedAt } from "../errors/placed.ts";
import type { NetworkNode } from "../layers/networkNode.ts";
import type { ParameterInfo } from "../memory/parameterInfo.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { lengthOf } from "../tasks/data.ts";
import { totalBytes } from "./memoryPlan.ts";
import { type BuildOptions, planRun, type RunPlan } from "./plan.ts";
import type { TrainRequest } from "./request.ts";
import { measureStep, type StepTime } from "./stepTime.ts";

/** What is to be told before it is trained. */
export type PreviewRequest = Pick<TrainRequest, "text" | "validation" | "recipe" | "chosen" | "threads">;

/** What a run would be and cost. */
export interface Preview {
  /** With nothing left open. */
  readonly recipe: WholeRecipe;
  readonly network: NetworkNode;
  readonly parameters: readonly Pick<ParameterInfo, "path" | "rows" | "columns">[];
  readonly parameterCount: number;
  /** As the run's description will tell it. */
  readonly plannedBytes: number;
  /** Tokens, or rows of numbers, that it is trained on. */
  readonly tokenCount: number;
  /** 0 for a series of numbers. */
  readonly vocabularySize: number;
  /** Of the whole run. */
  readonly steps: number;
  /** About, as measured on this machine as busy as it is; null where the model is too large to be tried. */
  readonly secondsPerStep: number | null;
  /** Of the whole run, with its samples and validations. */
  readonly seconds: number | null;
}

/** Plans a run without its model, and tries how long a step takes. @throws EngineError as training would, with its place in the recipe */
export function previewRun(request: PreviewRequest, options: BuildOptions, now: () => number): Preview {
  const plan = planRun({ ...request, model: null }, options);
  const { recipe, blueprint, data, memory } = plan;
  const evaluation = placedAt(["training", "validation"], () => plan.planned.task.validation(data));
  const time = measureStep(plan, now);
  return {
    recipe,
    network: blueprint.node,
    parameters: blueprint.ledger.parameters.map(({ info: { path, rows, columns } }) => ({ path, rows, columns })),
    parameterCount: blueprint.layout.values.size,
    plannedBytes: totalBytes(memory),
    tokenCount: lengthOf(data),
    vocabularySize: data.kind === "tokens" ? data.vocabulary.size : 0,
    steps: recipe.training.steps,
    secondsPerStep: time?.step ?? null,
    seconds: time && secondsOf(plan, time, evaluation?.batches ?? 0),
  };
}

/** @param batches of one evaluation of the validation part */
function secondsOf({ recipe, planned }: RunPlan, { step, forward }: StepTime, batches: number): number {
  const { steps, validation } = recipe.training;
  const evaluations = Math.ceil(steps / validation.every) * batches;
  return steps * step + evaluations * forward + sampledTokens(recipe, planned) * (forward / timeStepsOfToken(planned));
}

function sampledTokens({ training: { steps }, sampling: { every, length } }: WholeRecipe, { task }: RunPlan["planned"]): number {
  return every > 0 && task.can.sample ? Math.floor(steps / every) * length : 0;
}

/** A stream reads one step for each token that it writes; a window is read anew for each. At most: a row alone takes no longer than N. */
const timeStepsOfToken = ({ task }: RunPlan["planned"]): number => (task.carries === "none" ? 1 : task.steps);
