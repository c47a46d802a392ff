import { placedAt, placedWithin } from "../errors/placed.ts";
import { chain } from "../optimizers/chain.ts";
import type { Link, Optimizer, Schedule } from "../optimizers/optimizer.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { readNamed } from "../registry/named.ts";
import { rateOf } from "../registry/rates.ts";
import type { Registry } from "../registry/registry.ts";

type Training = Pick<WholeRecipe["training"], "optimizer" | "learningRate" | "clipping">;

export interface PlannedOptimizer {
  readonly optimizer: Optimizer;
  readonly rate: Schedule;
}

/** Clipping first, then the rule of update. @throws EngineError `badConfiguration` */
export function optimizerOf(registry: Registry, { optimizer, learningRate, clipping }: Training): PlannedOptimizer {
  const { entry, options } = readNamed(registry, ["optimizer"], optimizer);
  const place = ["training", "optimizer", ...(typeof optimizer === "string" ? [] : [entry.name])];
  const rate = placedWithin(["training", "learningRate"], () => rateOf(registry, learningRate));
  const rule = placedWithin(place, () => registry.build("optimizer", entry.name, { ...options, learningRate: rate }, null));
  const links = placedAt(["training", "clipping"], () => clippingOf(registry, clipping));
  return { rate, optimizer: links.length === 0 ? rule : chain(...links, rule) };
}

/** The global norm first: it is that of the gradients as the loss gave them. */
function clippingOf(registry: Registry, { norm, epsilon, each, value }: Training["clipping"]): Link[] {
  const link = (name: string, bound: number | null, more = {}): Link[] =>
    bound === null || bound === 0 ? [] : [registry.build("clipping", name, { bound, ...more }, null)];
  return [...link("globalNorm", norm, { epsilon }), ...link("normEach", each), ...link("value", value)];
}
