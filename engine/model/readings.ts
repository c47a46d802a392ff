import type { CellPlace } from "../layers/layer.ts";
import type { Arena } from "../memory/arena.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import { type Tensor, wholeOf } from "../memory/tensor.ts";
import type { Matrix, Readings } from "../trace/evaluate.ts";

/** What derivations need of a model. */
export interface TracedModel {
  readonly arena: Arena;
  /** Of the last pass. */
  readonly steps: number;
  readonly blueprint: { readonly ledger: { readonly parameters: readonly ParameterBlock[] } };
}

/** A cell's numbers after a pass, as its derivations read them. */
export function readingsOf(model: TracedModel, cell: CellPlace): Readings {
  const { floats } = model.arena;
  const trace = cell.trace(floats);
  const parameters = new Map(model.blueprint.ledger.parameters.map((parameter) => [parameter.info.path, parameter]));
  return {
    steps: model.steps,
    quantity: (name) => trace[name] ?? missing("traced quantity", name),
    parameter(name) {
      return matrixOf(parameters.get(cell.path + name) ?? missing("parameter", cell.path + name), floats);
    },
    input: inputOf(model, cell),
  };
}

function matrixOf({ info, value }: ParameterBlock, floats: Arena["floats"]): Matrix {
  const { rows, columns, gates } = info;
  const width = columns / (gates?.length ?? 1);
  return { rows, columns, width, at: (row, column) => floats[value.offset + row * columns + column] };
}

function inputOf({ arena }: TracedModel, { source }: CellPlace): Tensor | { id(t: number, n: number): number } {
  if (source.kind === "features") return wholeOf(arena.floats, source.values);
  const { ids } = source;
  return { id: (t, n) => arena.ints[ids.at(t) + n] };
}

function missing(what: string, name: string): never {
  throw new Error(`There is no ${what} "${name}" in this cell.`);
}
