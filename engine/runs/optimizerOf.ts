import { chain } from "../optimizers/chain.ts";
import { clipByGlobalNorm, clipByNormEach, clipByValue } from "../optimizers/clipping.ts";
import type { Link, Optimizer, Schedule } from "../optimizers/optimizer.ts";
import type { RateSpec, WholeRecipe } from "../recipe/recipe.ts";
import { readNamed } from "../registry/named.ts";
import { rateOf } from "../registry/rates.ts";
import type { Registry } from "../registry/registry.ts";

type Training = Pick<WholeRecipe["training"], "optimizer" | "learningRate" | "clipping">;

/** Clipping first, then the rule of update. @throws EngineError `badConfiguration` */
export function optimizerOf(registry: Registry, { optimizer, learningRate, clipping }: Training): Optimizer {
  const { entry, options } = readNamed(registry, ["optimizer"], optimizer);
  const schedule = scheduleOf(registry, learningRate);
  const rule = registry.build("optimizer", entry.name, { ...options, learningRate: schedule }, null);
  const links = clippingOf(clipping);
  return links.length === 0 ? rule : chain(...links, rule);
}

/** The rate of each step. */
export function scheduleOf(registry: Registry, spec: RateSpec): Schedule {
  return rateOf(registry, spec);
}

/** What is 0 or null does not clip. */
function clippingOf({ norm, epsilon, each, value }: Training["clipping"]): readonly Link[] {
  return [
    ...(norm ? [clipByGlobalNorm({ bound: norm, epsilon })] : []),
    ...(each ? [clipByNormEach(each)] : []),
    ...(value ? [clipByValue(value)] : []),
  ];
}
