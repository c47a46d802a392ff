import type { StateVariable } from "../layers/layer.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import { type ArrayInput, nested, readArray, refuse } from "./arrays.ts";

/** A cell's state, [N, H] each; `c` for LSTM cells only. */
export type CellState = Readonly<Record<string, ArrayInput>>;

/** By the cells' paths, such as `forward/0`; a bare cell's is empty. */
export type States = Readonly<Record<string, CellState>>;

export type StateArrays = Readonly<Record<string, Readonly<Record<string, number[][]>>>>;

/** A path as users write it: without its closing slash. */
export const shortPath = (path: string): string => path.replace(/\/$/u, "");

/**
 * Writes states, or gradients of states, into a view that is laid out as `model.state`; zero where nothing is given.
 * @throws EngineError `badConfiguration` for a cell or a state that there is not, a wrong shape, or no finite number.
 */
export function writeStates(model: SequenceModel, to: FloatArray, given: States, name: string): void {
  const paths = model.cells.map(({ path }) => shortPath(path));
  const unknown = Object.keys(given).find((path) => !paths.includes(shortPath(path)));
  if (unknown !== undefined) refuse(name, `has no cell "${unknown}"; there are ${paths.map((path) => `"${path}"`).join(", ")}`);
  let at = 0;
  for (const { path, states } of model.cells) {
    const cell = given[shortPath(path)] ?? given[path] ?? {};
    const stray = Object.keys(cell).find((state) => !states.some((known) => known.name === state));
    if (stray !== undefined)
      refuse(`${name} "${shortPath(path)}"`, `has no "${stray}", its cell has ${states.map((state) => state.name).join(", ")}`);
    for (const state of states) {
      const numbers = readState(model, state, cell[state.name], `${name} "${shortPath(path)}".${state.name}`);
      to.set(numbers, at);
      at += numbers.length;
    }
  }
}

function readState(model: SequenceModel, { size }: StateVariable, given: ArrayInput | undefined, name: string): Float64Array {
  const { batch } = model.plan;
  if (given === undefined) return new Float64Array(batch * size);
  const { data } = readArray(name, given, [batch, size]);
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    refuse(`${name}[${Math.floor(wrong / size)}][${wrong % size}]`, `is ${data[wrong]}, expected is a finite number`);
  return data;
}

/** States after `slot` steps, or their gradients. */
export function statesAt(model: SequenceModel, kind: "values" | "gradient", slot: number): StateArrays {
  const { floats } = model.arena;
  const arrayOf = (state: StateVariable) => nested(floats, [model.plan.batch, state.size], state[kind]!.at(slot)) as number[][];
  return Object.fromEntries(
    model.cells.map(({ path, states }) => [
      shortPath(path),
      Object.fromEntries(states.map((state) => [state.name, arrayOf(state)])),
    ]),
  );
}
