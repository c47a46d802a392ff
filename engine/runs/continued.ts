import type { Recipe, WholeRecipe } from "../recipe/recipe.ts";

/**
 * The recipe of a run that goes on: the saved one, with what was asked anew of its training and sampling. What decides the network and the
 * batches stays as it was.
 */
export function continued(saved: WholeRecipe, { training, sampling }: Recipe): WholeRecipe {
  const { steps, optimizer, learningRate, clipping, earlyStopping } = training;
  return {
    ...saved,
    training: {
      ...saved.training,
      ...(steps !== null && { steps }),
      ...(optimizer !== null && { optimizer }),
      ...(learningRate !== null && { learningRate: learningRate as WholeRecipe["training"]["learningRate"] }),
      ...(Object.values(clipping).some((bound) => bound !== null && bound !== 0) && { clipping }),
      ...(earlyStopping !== null && { earlyStopping }),
    },
    sampling: {
      ...saved.sampling,
      ...(sampling.every !== null && { every: sampling.every }),
      ...(sampling.length !== null && { length: sampling.length }),
      ...(sampling.temperature !== null && { temperature: sampling.temperature }),
    },
  };
}
