import { EngineError } from "../errors/errors.ts";
import type { ModelSpec } from "../model/blueprint.ts";
import type { ModelPlan } from "../model/shape.ts";
import type { Optimizer, Schedule } from "../optimizers/optimizer.ts";
import { taskOf } from "../recipe/complete.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import type { Registry } from "../registry/registry.ts";
import type { DataSize } from "../tasks/data.ts";
import type { Task } from "../tasks/task.ts";
import { optimizerOf } from "./optimizerOf.ts";

export interface PlannedModel {
  readonly task: Task;
  readonly spec: ModelSpec;
  /** Of a training step. Who only reads plans for fewer steps or rows, and without training. */
  readonly plan: ModelPlan;
  readonly optimizer: Optimizer;
  readonly rate: Schedule;
}

/**
 * What a recipe makes of a vocabulary: the one way from a recipe to a network and its plan, for training, prediction, sampling and checks.
 * @throws EngineError `badConfiguration`
 */
export function modelOf(registry: Registry, recipe: WholeRecipe, size: DataSize): PlannedModel {
  const task = taskOf(registry, recipe.task);
  const { input, units } = task.shape(size);
  const { head, training, network } = recipe;
  if (task.carries === "h" && head.initialState === "learned") throw halfLearned();
  const { optimizer, rate } = optimizerOf(registry, training);
  return {
    task,
    optimizer,
    rate,
    spec: {
      input,
      ...(head.embedding && { embedding: embeddingOf(head.embedding) }),
      network,
      hidden: head.hidden,
      dense: { units, bias: head.bias, tied: head.tied },
      loss: training.loss,
      trainInitialState: head.initialState === "learned",
    },
    plan: {
      steps: task.steps,
      batch: task.rows,
      precision: training.precision,
      training: true,
      slots: optimizer.slots,
      readout: head.readout,
    },
  };
}

const halfLearned = (): EngineError =>
  new EngineError(
    "badConfiguration",
    "Initial states cannot be learned where only h is carried on: c would begin anew in the middle of a text.",
    'Carry all states, or none, or let "initialState" be "zero".',
    ["head", "initialState"],
  );

const embeddingOf = ({ size, padding }: { readonly size: number; readonly padding: number | null }) => ({
  size,
  ...(padding !== null && { padding }),
});
