import type { Readable } from "../generation/reader.ts";
import { draw } from "../model/blueprint.ts";
import { StateLayout } from "../model/stateLayout.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import type { Registry } from "../registry/registry.ts";
import { initialStateOf } from "./initialize.ts";
import type { PlannedModel } from "./modelOf.ts";

/** What of a recipe's model a reader needs. */
export function readableOf(registry: Registry, { head }: WholeRecipe, { spec, plan, task }: PlannedModel): Readable {
  const { network } = draw(registry, spec, { ...plan, training: false });
  const initialState = initialStateOf(new StateLayout(network.cells, 1), head.states);
  return { registry, spec, plan, carries: task.carries, initialState };
}
