import { EngineError } from "../errors/errors.ts";
import type { CellPlace } from "../layers/layer.ts";
import type { Tensor } from "../memory/tensor.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import { refuse, shapeText } from "./arrays.ts";

/** One quantity of one cell at every step, row and unit of the last pass, such as its forget gate. A view: it changes with each pass. */
export interface Quantity {
  /** T steps of the last pass, N rows, H units. */
  readonly shape: readonly [number, number, number];
  /** @throws EngineError `badConfiguration` for a place outside the shape. */
  at(step: number, row: number, unit: number): number;
}

/** By the literature's names: gates `i f g o` or `r z n`, states `h c`, gradients `dh dc di df …`. */
export type CellTrace = Readonly<Record<string, Quantity>>;

export const stepOrders = ["computation", "input"] as const;

/** `computation`: step 0 is the first that the cell computed; `input`: step t stands beside input t, in a backward half too. */
export type StepOrder = (typeof stepOrders)[number];

/**
 * @param backward whether there was a pass back: else the gradients are those of an earlier one, and are not shown.
 * @throws EngineError `badConfiguration`, when it is asked for a quantity that the cell does not have, or not without a backward pass.
 */
export function traceOf(model: SequenceModel, cell: CellPlace, backward: boolean, order: StepOrder): CellTrace {
  const { arena, steps, plan, blueprint } = model;
  const reversal = order === "input" && cell.reversed ? blueprint.pass.reversal() : null;
  const place = (step: number, row: number): number =>
    reversal === null ? step : Math.floor(arena.ints[reversal.at(step) + row]! / plan.batch);
  const traced = Object.entries(cell.trace(arena.floats)).filter(
    ([name, tensor]) => tensor !== null && (backward || !isGradient(name)),
  ) as [string, Tensor][];
  const quantities = traced.map(([name, tensor]) => [name, quantityOf(`${cell.path}${name}`, tensor, steps, place)] as const);
  return named(Object.fromEntries(quantities), cell.path);
}

/** The literature's `d` and the quantity's name. */
const isGradient = (name: string): boolean => name.startsWith("d");

function quantityOf(name: string, tensor: Tensor, steps: number, place: (step: number, row: number) => number): Quantity {
  const shape = [steps, tensor.shape[1], tensor.shape[2]] as const;
  return {
    shape,
    at(...index) {
      const inside = index.length === 3 && index.every((i, axis) => Number.isInteger(i) && i >= 0 && i < shape[axis]);
      if (!inside)
        refuse(name, `has no element ${shapeText(index)}, its shape is ${shapeText(shape)}: step, row, unit`, "Ask within it.");
      const [step, row, unit] = index;
      return tensor.at(place(step, row), row, unit);
    },
  };
}

/** A record that says what it has when it is asked for what it has not. */
function named(quantities: CellTrace, path: string): CellTrace {
  return new Proxy(quantities, {
    get(target, name) {
      if (typeof name === "symbol" || name in target) return Reflect.get(target, name);
      throw new EngineError(
        "badConfiguration",
        `There is no "${name}" in the trace of ${path || "the cell"}; there are ${Object.keys(target).join(", ")}.`,
        "Gradients are there after fit() or gradients().",
      );
    },
  });
}
