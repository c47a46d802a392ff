import { EngineError } from "../errors/errors.ts";
import { initializeWith } from "../initializers/initialize.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { Parameter } from "../memory/parameter.ts";
import type { StateLayout } from "../model/stateLayout.ts";
import type { Random } from "../random/random.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { initializersFrom } from "../registry/initializersFrom.ts";
import type { Registry } from "../registry/registry.ts";

/** The weights as a recipe says that they begin. @throws EngineError `badConfiguration` for a path that there is not, or another shape */
export function initialize(
  registry: Registry,
  parameters: readonly Parameter[],
  { weights, ...initializers }: WholeRecipe["training"]["initializers"],
  random: Random,
): void {
  initializeWith(parameters, initializersFrom(registry, initializers), random);
  for (const [path, rows] of Object.entries(weights ?? {})) setWeight(parameters, path, rows);
}

function setWeight(parameters: readonly Parameter[], path: string, given: readonly (readonly number[])[]): void {
  const found = parameters.find((parameter) => parameter.path === path);
  const place = `training.initializers.weights["${path}"]`;
  if (!found) throw wrong(`${place} is no weight of this network; there are ${parameters.map((each) => each.path).join(", ")}.`);
  const { rows, columns, value } = found;
  if (given.length !== rows || given.some((row) => row.length !== columns))
    throw wrong(`${place} has ${given.length} rows of ${given[0]?.length ?? 0} numbers, must have ${rows} of ${columns}.`);
  for (const [i, row] of given.entries()) value.set(row, i * columns);
}

/** One row of the states that a recipe begins with; null where all are zero. @throws EngineError `badConfiguration` */
export function initialStateOf(layout: StateLayout, states: WholeRecipe["head"]["states"]): FloatArray | null {
  if (states === null) return null;
  const row = new Float64Array(layout.rowSize);
  for (const [path, given] of Object.entries(states))
    for (const [name, values] of Object.entries(given ?? {})) {
      const plane = layout.planes.find((each) => withoutSlash(each.path) === withoutSlash(path) && each.name === name);
      const place = `head.states["${path}"].${name}`;
      if (!plane) throw wrong(`${place} is no state of this network; there are ${namesOf(layout)}.`);
      if (values.length !== plane.size) throw wrong(`${place} has ${values.length} numbers, must have ${plane.size}.`);
      row.set(values, plane.rowOffset);
    }
  return row;
}

const withoutSlash = (path: string): string => path.replace(/\/$/u, "");
const namesOf = ({ planes }: StateLayout): string => planes.map(({ path, name }) => `"${withoutSlash(path)}".${name}`).join(", ");

const wrong = (message: string): EngineError => new EngineError("badConfiguration", message, "Change it and train again.");
