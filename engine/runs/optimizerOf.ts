import { clipByGlobalNorm, clipByValue } from "../optimizers/clipping.ts";
import { chain, type Optimizer, type Schedule } from "../optimizers/optimizer.ts";
import type { RateSpec, WholeRecipe } from "../recipe/recipe.ts";
import { readNamed } from "../registry/named.ts";
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
  if (typeof spec === "number") return spec;
  const { entry, options } = readNamed(registry, ["schedule"], spec);
  return registry.build("schedule", entry.name, options, null);
}

function clippingOf({ norm, value }: Training["clipping"]): Optimizer[] {
  return [
    ...(norm !== null && norm > 0 ? [clipByGlobalNorm(norm)] : []),
    ...(value !== null && value > 0 ? [clipByValue(value)] : []),
  ];
}
