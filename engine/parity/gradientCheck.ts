import type { FloatArray } from "../memory/arena.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";

/** How well one tensor's gradients, by hand, agree with differences of the loss. */
export interface GradientCheck {
  /** A parameter's path, `state`, or `inputs`. */
  readonly path: string;
  readonly elements: number;
  /** Largest |byHand - numerical| / max(|byHand|, |numerical|, 1e-4). */
  readonly largestError: number;
  /** The element where it was found, and both values there. */
  readonly element: number;
  readonly byHand: number;
  readonly numerical: number;
}

/** Errors of smaller gradients are taken relative to this: below it, a difference in float64 is mostly rounding error. */
const floor = 1e-4;

/**
 * ε: small enough for an error of order ε⁴, large enough that rounding (1e-16 / ε) stays below it. Where a kink is within its reach (of a
 * ReLU, a hard sigmoid, a clipped cell) the loss is no polynomial there, and the next smaller one is taken.
 */
const distances = [1e-3, 1e-4, 1e-5, 1e-6];

/** An error so small leaves no doubt. */
const clear = 1e-7;

/**
 * Holds every gradient (all parameters, the initial state, real inputs) against central differences of the loss. Inputs, targets, state and
 * weights are the model's own at the time, and are left as they were; its gradients are overwritten. Where the plan has a gradient of the
 * final state, what it would be the gradient of counts as part of the loss.
 * @param model planned for training, in float64.
 * @param elements at most so many of each tensor, evenly spread; all where left out.
 */
export function* checkGradients(model: SequenceModel, elements = Number.POSITIVE_INFINITY): Generator<GradientCheck> {
  if (model.plan.precision !== "float64") throw new Error("Gradients are checked in float64: plan the model so.");
  model.forward();
  model.loss();
  model.zeroGradients();
  model.backward();
  const tensors = gradientsOf(model);
  for (const tensor of tensors) yield checkTensor(model, tensor, elements);
}

interface Checked {
  readonly path: string;
  readonly value: FloatArray;
  /** A copy: the memory of the original is written again by each pass. */
  readonly gradient: FloatArray;
}

function gradientsOf(model: SequenceModel): Checked[] {
  const { arena, blueprint, features } = model;
  const tensors: Checked[] = model.parameters.map(({ path, value, gradient }) => ({ path, value, gradient: gradient.slice() }));
  tensors.push({ path: "state", value: model.state, gradient: stateGradient(model) });
  const { source } = blueprint;
  if (source.kind === "ids") return tensors;
  const { offset, size } = source.gradient!;
  return [...tensors, { path: "inputs", value: features, gradient: arena.floats.slice(offset, offset + size) }];
}

/** What is given in place of a learned initial state was not read, and has no gradient. */
function stateGradient({ arena, blueprint, plan, begunFromState }: SequenceModel): FloatArray {
  const read = blueprint.initialState.states.map(({ variable, learned }) => {
    const gradient = variable.gradient!.at(0);
    const numbers = arena.floats.slice(gradient, gradient + variable.size * plan.batch);
    return learned === null || begunFromState ? numbers : numbers.fill(0);
  });
  return new Float64Array(read.flatMap((numbers) => [...numbers]));
}

function checkTensor(model: SequenceModel, { path, value, gradient }: Checked, elements: number): GradientCheck {
  const stride = Math.max(1, Math.ceil(value.length / elements));
  let worst: GradientCheck = {
    path,
    elements: Math.ceil(value.length / stride),
    largestError: 0,
    element: 0,
    byHand: 0,
    numerical: 0,
  };
  for (let element = 0; element < value.length; element += stride) {
    const byHand = gradient[element];
    const { numerical, error } = compare(model, value, element, byHand);
    if (!(error <= worst.largestError)) worst = { ...worst, largestError: error, element, byHand, numerical };
    // What is no number must not be forgotten for a better one.
    if (Number.isNaN(error)) break;
  }
  return worst;
}

/** The difference that agrees best, of those that had to be tried. */
function compare(model: SequenceModel, value: FloatArray, element: number, byHand: number) {
  let best = { numerical: Number.NaN, error: Number.NaN };
  for (const distance of distances) {
    const numerical = slope(model, value, element, distance);
    const error = Math.abs(byHand - numerical) / Math.max(Math.abs(byHand), Math.abs(numerical), floor);
    if (!(error >= best.error)) best = { numerical, error };
    if (best.error < clear) break;
  }
  return best;
}

/** The central difference of fourth order: (8 (L(x + ε) - L(x - ε)) - (L(x + 2ε) - L(x - 2ε))) / 12ε, in one element. */
function slope(model: SequenceModel, value: FloatArray, element: number, step: number): number {
  const x = value[element];
  const riseOver = (distance: number): number => {
    value[element] = x + distance;
    const above = objective(model);
    value[element] = x - distance;
    return above - objective(model);
  };
  const numerical = (8 * riseOver(step) - riseOver(2 * step)) / (12 * step);
  value[element] = x;
  return numerical;
}

/** The loss, and Σ state · gradient of the final state. */
function objective(model: SequenceModel): number {
  model.forward();
  let sum = model.loss();
  let at = 0;
  if (model.finalStateGradient.length === 0) return sum;
  for (const { states } of model.cells)
    for (const { values, size } of states) {
      const first = values.at(model.steps);
      for (let i = 0; i < size * model.plan.batch; i++) sum += model.finalStateGradient[at++] * model.arena.floats[first + i];
    }
  return sum;
}
