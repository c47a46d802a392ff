import { registry } from "../registry/builtins.ts";
import type { OptimizerName, TrainingConfig } from "../training/config.ts";
import { clipByGlobalNorm } from "./clipping.ts";
import { chain, type Optimizer } from "./optimizer.ts";

export function optimizerFromConfig(config: Pick<TrainingConfig, "optimizer" | "learningRate" | "clipNorm">): Optimizer {
  const rule = registry.build("optimizer", config.optimizer, { learningRate: config.learningRate }, null);
  return config.clipNorm > 0 ? chain(clipByGlobalNorm(config.clipNorm), rule) : rule;
}

/** Arrays of the size of the weights that an optimizer keeps: what a {@link ModelPlan} has to plan for. */
export function slotsOf(name: OptimizerName): number {
  return registry.build("optimizer", name, { learningRate: 0 }, null).slots;
}
