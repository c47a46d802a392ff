import type { FloatArray } from "../memory/arena.ts";
import { SequenceModel } from "../model/sequenceModel.ts";
import type { Weights } from "../optimizers/optimizer.ts";
import type { ExpectedStep, ParityCase } from "./case.ts";
import { Comparison, type Deviation } from "./compare.ts";
import {
  backwardOrder,
  loadInputs,
  loadState,
  loadWeights,
  readOutputs,
  readState,
  readWeights,
  toBatchMajor,
} from "./transfer.ts";
import { weightsOfCase } from "./variables.ts";

export interface ParityResult {
  readonly passed: boolean;
  /** How many numbers were compared. */
  readonly compared: number;
  readonly largest: Deviation | null;
  /** The first tensor beyond the tolerance, in the order of computation, at its worst element; null if all agree. */
  readonly first: Deviation | null;
}

/** Builds the case's network in float64, loads its weights, runs every step and compares all that is expected. */
export function runCase(parityCase: ParityCase): ParityResult {
  const model = buildModel(parityCase);
  const comparison = new Comparison(parityCase.tolerance);
  loadWeights(parityCase, model);
  const trained = weightsOfCase(parityCase, model);
  for (const step of parityCase.steps.keys()) runStep(parityCase, model, trained, step, comparison);
  const { weights } = parityCase.expected;
  for (const [path, ours] of readWeights(parityCase, model, "value")) {
    const expected = weights.get(path);
    if (expected) comparison.add(null, `weights ${path}`, expected.shape, ours, expected.data);
  }
  const { compared, largest, first } = comparison;
  return { passed: first === null, compared, largest, first };
}

function buildModel(parityCase: ParityCase): SequenceModel {
  const { inputKind, inputSize, embeddingSize, network, units, loss, readout, batch, steps, optimizer } = parityCase;
  const input = { kind: inputKind, size: inputSize };
  const embedding = embeddingSize === null ? {} : { embedding: { size: embeddingSize } };
  const spec = { input, ...embedding, network, dense: { units, bias: true }, loss };
  const longest = Math.max(...steps.map(({ length }) => length));
  return new SequenceModel(spec, {
    steps: longest,
    batch,
    precision: "float64",
    training: true,
    slots: optimizer.slots,
    readout,
    lengths: steps.some(({ lengths }) => lengths !== null),
  });
}

function runStep(parityCase: ParityCase, model: SequenceModel, trained: Weights, place: number, comparison: Comparison): void {
  const step = parityCase.steps[place];
  const expected = parityCase.expected.steps.get(place);
  if (place === 0 || !parityCase.carryState) loadState(parityCase, model);
  loadInputs(step, model);
  model.forward(step.length);
  if (expected) compareForward(model, place, expected, comparison);
  comparison.add(place, "loss", [], [model.loss()], [parityCase.expected.losses[place]]);
  model.zeroGradients();
  model.backward();
  if (expected) compareGradients(parityCase, model, place, expected, comparison);
  const gradientNorm = Math.sqrt(model.kernels.sumOfSquares(trained.size, trained.gradients));
  parityCase.optimizer.apply(trained, { step: place + 1, gradientNorm }, 1);
  model.carryState();
}

function compareForward(
  model: SequenceModel,
  place: number,
  { outputs, logits, finalState }: ExpectedStep,
  comparison: Comparison,
): void {
  const add = (quantity: string, shape: readonly number[], ours: FloatArray, expected: Float64Array) =>
    comparison.add(place, quantity, shape, ours, expected);
  if (outputs) add("outputs", outputs.shape, readOutputs(model), outputs.data);
  for (const { path, states } of model.cells)
    for (const { name } of states) {
      const given = finalState.get(path)?.get(name);
      if (given) add(`finalState ${path}${name}`, given.shape, readState(model, path, name), given.data);
    }
  if (logits) {
    const [rows, steps, units] = logits.shape;
    const ours = model.arena.floats.subarray(model.blueprint.dense.logits.offset);
    add("logits", logits.shape, toBatchMajor(ours, steps, rows, units), logits.data);
  }
}

/** From the loss down to the input, the way that gradients are computed. */
function compareGradients(
  parityCase: ParityCase,
  model: SequenceModel,
  place: number,
  { gradients }: ExpectedStep,
  comparison: Comparison,
): void {
  const computed = readWeights(parityCase, model, "gradient");
  for (const path of backwardOrder(parityCase, model)) {
    const ours = computed.get(path)!;
    const expected = gradients.get(path);
    if (expected) comparison.add(place, `gradients ${path}`, expected.shape, ours, expected.data);
  }
}
