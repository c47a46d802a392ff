import { checkChosen, type Plain, recipeOf } from "../recipe/plain.ts";
import type { Registry } from "../registry/registry.ts";
import { nothingWatched } from "../training/snapshots.ts";
import type { ModelHeader, ModelHeader1 } from "./modelHeader.ts";

/** In version 1 all paths of the network began with this; now a path is the place in the network alone. */
const prefix = "lstm/";

/**
 * A header of version 1 as one of today: its flat words as the recipe that they mean, its paths without their prefix.
 * @throws EngineError `badConfiguration` for a word that is out of its limits
 */
export function fromVersion1(registry: Registry, { config, trainer, parameters, ...rest }: ModelHeader1): ModelHeader {
  const plain: Plain = { ...config, cell: "lstm" };
  checkChosen(registry, { ...plain }, "Its configuration");
  return {
    ...rest,
    recipe: recipeOf(registry, plain),
    parameters: parameters.map(({ path, ...shape }) => ({
      path: path.startsWith(prefix) ? path.slice(prefix.length) : path,
      ...shape,
    })),
    trainer: {
      ...trainer,
      optimizerSince: 0,
      blindLoss: Math.log(rest.vocabulary.tokens.length),
      watched: { ...nothingWatched, watchers: [] },
      since: 0,
    },
    series: null,
    best: null,
  };
}
