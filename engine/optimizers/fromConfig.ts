import type { OptimizerName, TrainingConfig } from "../training/config.ts";
import { clipByGlobalNorm } from "./clipping.ts";
import { chain, type Optimizer } from "./optimizer.ts";
import { adagrad, adam, type RateOption, sgd } from "./rules.ts";

const rules: Readonly<Record<OptimizerName, (options: RateOption) => Optimizer>> = { sgd, adam, adagrad };

export function optimizerFromConfig(config: Pick<TrainingConfig, "optimizer" | "learningRate" | "clipNorm">): Optimizer {
  const rule = rules[config.optimizer](config);
  return config.clipNorm > 0 ? chain(clipByGlobalNorm(config.clipNorm), rule) : rule;
}

/** Arrays of the size of the weights that an optimizer keeps: what a {@link ModelPlan} has to plan for. */
export function slotsOf(name: OptimizerName): number {
  return rules[name]({ learningRate: 0 }).slots;
}
