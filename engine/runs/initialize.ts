import { EngineError, type Place } from "../errors/errors.ts";
import { initializeWith } from "../initializers/initialize.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { Parameter } from "../memory/parameter.ts";
import type { ParameterInfo } from "../memory/parameterInfo.ts";
import type { StateLayout } from "../model/stateLayout.ts";
import type { Random } from "../random/random.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { initializersFrom } from "../registry/initializersFrom.ts";
import type { Registry } from "../registry/registry.ts";

type Weights = WholeRecipe["training"]["initializers"]["weights"];

/** The weights as a recipe says that they begin. @throws EngineError `badConfiguration` for a path that there is not, or another shape */
export function initialize(
  registry: Registry,
  parameters: readonly Parameter[],
  { weights, ...initializers }: WholeRecipe["training"]["initializers"],
  random: Random,
): void {
  initializeWith(parameters, initializersFrom(registry, initializers), random);
  requireWeights(parameters, weights);
  for (const { path, columns, value } of parameters) {
    if (weights === null || !Object.hasOwn(weights, path)) continue;
    for (const [i, row] of weights[path]!.entries()) value.set(row, i * columns);
  }
}

/** Holds single weights against those of a network. @throws EngineError `badConfiguration` for a path that there is not, or another shape */
export function requireWeights(there: readonly ParameterInfo[], weights: Weights): void {
  for (const [path, given] of Object.entries(weights ?? {})) {
    const found = there.find((parameter) => parameter.path === path);
    const place = ["training", "initializers", "weights", path];
    const name = `training.initializers.weights["${path}"]`;
    if (!found)
      throw wrong(`${name} is no weight of this network; there are ${there.map((each) => each.path).join(", ")}.`, place);
    const { rows, columns } = found;
    if (given.length !== rows || given.some((row) => row.length !== columns))
      throw wrong(
        `${name} has ${given.length} rows of ${given[0]?.length ?? 0} numbers, must have ${rows} of ${columns}.`,
        place,
      );
  }
}

type States = WholeRecipe["head"]["states"];

/** One row of the states that a recipe begins with; null where all are zero. @throws EngineError `badConfiguration` */
export function initialStateOf(layout: StateLayout, states: States): FloatArray | null {
  if (states === null) return null;
  const planes = requireStates(layout, states);
  const row = new Float64Array(layout.rowSize);
  for (const { rowOffset, values } of planes) row.set(values, rowOffset);
  return row;
}

/** Holds states against those of a network: where in a row each stands. @throws EngineError `badConfiguration` for one that there is not, or another size */
export function requireStates(layout: StateLayout, states: States) {
  return Object.entries(states ?? {}).flatMap(([path, given]) =>
    Object.entries(given ?? {}).map(([name, values]) => {
      const plane = layout.planes.find((each) => withoutSlash(each.path) === withoutSlash(path) && each.name === name);
      const place = ["head", "states", path, name];
      const told = `head.states["${path}"].${name}`;
      if (!plane) throw wrong(`${told} is no state of this network; there are ${namesOf(layout)}.`, place);
      if (values.length !== plane.size) throw wrong(`${told} has ${values.length} numbers, must have ${plane.size}.`, place);
      return { rowOffset: plane.rowOffset, values };
    }),
  );
}

const withoutSlash = (path: string): string => path.replace(/\/$/u, "");
const namesOf = ({ planes }: StateLayout): string => planes.map(({ path, name }) => `"${withoutSlash(path)}".${name}`).join(", ");

const wrong = (message: string, place: Place): EngineError =>
  new EngineError("badConfiguration", message, "Change it and train again.", place);
