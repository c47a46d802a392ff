import type { ModelSpec } from "../model/blueprint.ts";
import type { ModelPlan } from "../model/shape.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
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
}

/**
 * What a recipe makes of a vocabulary: the one way from a recipe to a network and its plan, for training, prediction, sampling and checks.
 * @throws EngineError `badConfiguration`
 */
export function modelOf(registry: Registry, recipe: WholeRecipe, size: DataSize): PlannedModel {
  const task = taskOf(registry, recipe.task);
  const { input, units } = task.shape(size);
  const { head, training, network } = recipe;
  const optimizer = optimizerOf(registry, training);
  return {
    task,
    optimizer,
    spec: {
      input,
      ...(head.embedding && { embedding: { size: head.embedding.size } }),
      network,
      dense: { units, bias: head.bias },
      loss: training.loss as ModelSpec["loss"],
    },
    plan: {
      steps: task.steps,
      batch: task.rows,
      precision: training.precision,
      training: true,
      slots: optimizer.slots,
      readout: head.readout as ModelPlan["readout"],
    },
  };
}
