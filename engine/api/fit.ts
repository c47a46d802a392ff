import { EngineError } from "../errors/errors.ts";
import { chain } from "../optimizers/chain.ts";
import { clipByGlobalNorm, clipByValue } from "../optimizers/clipping.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { flag, number } from "../registry/options.ts";
import { TrainingStep } from "../training/step.ts";
import { refuse } from "./arrays.ts";
import { type Batch, rowsOf } from "./batch.ts";
import { checkGiven } from "./given.ts";
import type { LossOptions, Network } from "./network.ts";

export interface FitOptions extends LossOptions {
  /** Such as `adam({ learningRate: 1e-3 })`. The same optimizer given again goes on where it stood, another one begins anew. */
  readonly optimizer: Optimizer;
  /** Optimizer steps. */
  readonly steps: number;
  /** Rows of a step, a divisor of all rows, taken in order and from the first again; all of them where left out. */
  readonly batchSize?: number;
  /** Bound of the gradients' global norm; none where left out. */
  readonly clipNorm?: number;
  /** Bound of each element of the gradients, after `clipNorm`; none where left out. */
  readonly clipValue?: number;
  /** Of the dropout masks; 1 where left out. */
  readonly seed?: number;
  /** Called after each step, counted from 1. */
  readonly onStep?: (step: number, loss: number) => void;
}

export interface FitResult {
  /** Of each step, before its update. */
  readonly losses: readonly number[];
}

interface Standing {
  readonly optimizer: Optimizer;
  updates: number;
}

/** How far each network's optimizer has come. */
const standings = new WeakMap<Network, Standing>();

/** @throws EngineError `badConfiguration`, or `diverged` if a loss is no finite number. */
export function fitArrays(network: Network, whole: Batch, options: FitOptions): FitResult {
  const { seed } = checkFit(options);
  const batches = batchesOf(network, whole, options);
  network.plan({ steps: whole.steps, batch: batches[0].rows, slots: options.optimizer.slots });
  const standing = standingOf(network, options.optimizer);
  const update = chain(...clippingOf(options), options.optimizer);
  let step = new TrainingStep(network.model, update, seed);
  const { initialState, carryState = false } = options;
  const first = initialState === undefined ? { carryState } : { carryState, initialState };
  const later = carryState ? { carryState } : first;
  const losses: number[] = [];
  for (let i = 0; i < options.steps; i++) {
    network.load(batches[i % batches.length], i === 0 ? first : later);
    // A batch may be the first with masks: then the network planned itself anew.
    if (step.model !== network.model) step = new TrainingStep(network.model, update, seed);
    losses.push(takeStep(step, ++standing.updates, whole.steps));
    if (carryState) network.carry();
    options.onStep?.(i + 1, losses[i]);
  }
  step.end();
  checkWeights(step, standing);
  return { losses };
}

/** @param number of the update since the optimizer began @returns the loss */
function takeStep(step: TrainingStep, number: number, steps: number): number {
  const loss = step.forward(number, steps);
  if (!Number.isFinite(loss)) throw divergedAt(number, "the loss of", loss);
  step.update(number, step.backward());
  return loss;
}

/** What the last update left no loss has seen yet. */
function checkWeights({ model, weights }: TrainingStep, { updates }: Standing): void {
  const squares = model.kernels.sumOfSquares(weights.size, weights.values);
  if (!Number.isFinite(squares)) throw divergedAt(updates, "the sum of all weights' squares after", squares);
}

function standingOf(network: Network, optimizer: Optimizer): Standing {
  const standing = standings.get(network);
  if (standing?.optimizer === optimizer) return standing;
  const fresh = { optimizer, updates: 0 };
  for (const slot of network.model.slots) slot.fill(0);
  standings.set(network, fresh);
  return fresh;
}

function batchesOf(network: Network, whole: Batch, { batchSize = whole.rows, initialState }: FitOptions): readonly Batch[] {
  if (whole.rows % batchSize !== 0)
    refuse(
      "batchSize",
      `is ${batchSize}, must divide the ${whole.rows} rows, so that every step has as many`,
      "Choose a divisor, or leave rows out yourself.",
    );
  if (batchSize === whole.rows) return [whole];
  if (initialState) refuse("initialState", "is given for all rows, and batchSize takes some at a time", "Fit batch by batch.");
  const { spec, blueprint } = network.model;
  const widths = {
    inputs: spec.input.kind === "ids" ? 1 : spec.input.size,
    targets: blueprint.loss.targets === "ids" ? 1 : blueprint.head.units,
  };
  return Array.from({ length: whole.rows / batchSize }, (_, i) => rowsOf(whole, i * batchSize, batchSize, widths));
}

const clippingOf = ({ clipNorm, clipValue }: FitOptions): Optimizer[] => [
  ...(clipNorm === undefined ? [] : [clipByGlobalNorm(clipNorm)]),
  ...(clipValue === undefined ? [] : [clipByValue(clipValue)]),
];

const positive = number(Number.MIN_VALUE, Number.MAX_VALUE, null);
const whole = (minimum: number, maximum: number) => ({ ...number(minimum, maximum, null), integer: true });
const schema = {
  steps: { ...whole(1, Number.MAX_SAFE_INTEGER), fallback: undefined },
  batchSize: whole(1, Number.MAX_SAFE_INTEGER),
  clipNorm: positive,
  clipValue: positive,
  carryState: flag(false),
  seed: { ...whole(0, 0xffffffff), fallback: 1 },
};

const arrays = ["optimizer", "lengths", "mask", "targetWeights", "initialState", "onStep"];

function checkFit(options: FitOptions) {
  if (typeof options.optimizer?.apply !== "function")
    refuse("fit: optimizer", "is missing, must be one such as adam({ learningRate: 1e-3 })", "Give one.");
  return checkGiven(schema, arrays, options, "fit");
}

const divergedAt = (step: number, what: string, value: number): EngineError =>
  new EngineError(
    "diverged",
    `Training diverged: ${what} step ${step} is ${value}.`,
    "Try a smaller learning rate, or a bound of the gradient's norm: clipNorm, at 5 for a start.",
  );
