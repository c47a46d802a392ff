import { chain } from "../optimizers/chain.ts";
import { clipByGlobalNorm } from "../optimizers/clipping.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { OptimizerName, TrainingConfig } from "../recipe/config.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Registry } from "../registry/registry.ts";

export function optimizerFromConfig(
  config: Pick<TrainingConfig, "optimizer" | "learningRate" | "clipNorm">,
  registry: Registry = createRegistry(),
): Optimizer {
  const rule = registry.build("optimizer", config.optimizer, { learningRate: config.learningRate }, null);
  return config.clipNorm > 0 ? chain(clipByGlobalNorm(config.clipNorm), rule) : rule;
}

/** Arrays of the size of the weights that an optimizer keeps: what a {@link ModelPlan} has to plan for. */
export function slotsOf(name: OptimizerName, registry: Registry = createRegistry()): number {
  return registry.build("optimizer", name, { learningRate: 0 }, null).slots;
}
