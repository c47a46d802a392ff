import type { FloatArray } from "../memory/arena.ts";
import { SequenceModel } from "../model/sequenceModel.ts";
import type { Weights } from "../optimizers/optimizer.ts";
import type { CaseStep, CaseTensor, ExpectedStep, ParityCase } from "./case.ts";
import { Comparison, type Deviation } from "./compare.ts";
import { isJudged } from "./readSteps.ts";
import {
  backwardOrder,
  loadInputs,
  loadState,
  loadWeights,
  readLogits,
  readOutputs,
  readState,
  readWeights,
  softmaxOf,
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
  for (const place of parityCase.steps.keys()) runStep(parityCase, model, trained, place, comparison);
  const { weights } = parityCase.expected;
  for (const [path, ours] of readWeights(parityCase, model, "value")) {
    const expected = weights.get(path);
    if (expected) comparison.add(null, `weights ${path}`, expected.shape, ours, expected.data);
  }
  const { compared, largest, first } = comparison;
  return { passed: first === null, compared, largest, first };
}

function buildModel({ model, readout, batch, steps, optimizer }: ParityCase): SequenceModel {
  return new SequenceModel(model, {
    steps: Math.max(...steps.map(({ length }) => length)),
    batch,
    precision: "float64",
    training: steps[0]!.targets !== null,
    slots: optimizer?.slots ?? 0,
    readout,
    masks: steps.some(({ mask }) => mask !== null),
    targetWeights: steps.some(({ targetWeights }) => targetWeights !== null),
  });
}

function runStep(parityCase: ParityCase, model: SequenceModel, trained: Weights, place: number, comparison: Comparison): void {
  const step = parityCase.steps[place]!;
  const expected = parityCase.expected.steps.get(place);
  if (place === 0 || !parityCase.carryState || step.resetState) loadState(parityCase, model);
  loadInputs(step, model);
  model.forward(step.length);
  if (expected) compareForward(parityCase, model, place, expected, comparison);
  if (step.targets !== null) train(parityCase, model, trained, place, comparison);
  model.carryState();
}

/** What the targets cost, and the weights; the gradients of both; clipping, the update. */
function train(parityCase: ParityCase, model: SequenceModel, trained: Weights, place: number, comparison: Comparison): void {
  const { penalty, optimizer, expected } = parityCase;
  const loss = model.loss() + (penalty?.loss(trained) ?? 0);
  if (expected.losses !== null) comparison.add(place, "loss", [], [loss], [expected.losses[place]!]);
  model.zeroGradients();
  model.backward();
  penalty?.addGradient(trained);
  compareGradients(parityCase, model, place, comparison);
  const gradientNorm = Math.sqrt(model.kernels.sumOfSquares(trained.size, trained.gradients));
  optimizer?.apply(trained, { step: place + 1, gradientNorm }, 1);
}

/** At valid steps: elsewhere frameworks have what they like. */
function compareForward(
  parityCase: ParityCase,
  model: SequenceModel,
  place: number,
  { outputs, logits, probabilities, finalState }: ExpectedStep,
  comparison: Comparison,
): void {
  const step = parityCase.steps[place]!;
  const add = (quantity: string, expected: CaseTensor, ours: FloatArray, isValid: (row: number) => boolean = () => true) => {
    const size = expected.shape.at(-1)!;
    comparison.add(place, quantity, expected.shape, ours, expected.data, (i) => isValid(Math.floor(i / size)));
  };
  const judged = isJudged(parityCase, step);
  if (outputs) add("outputs", outputs, readOutputs(model), (row) => isValid(step, row));
  for (const { path, states } of model.cells)
    for (const { name } of states) {
      const given = finalState.get(path)?.get(name);
      if (given) add(`finalState ${path}${name}`, given, readState(model, path, name));
    }
  if (logits) add("logits", logits, readLogits(model), judged);
  if (probabilities) add("probabilities", probabilities, softmaxOf(readLogits(model), probabilities.shape.at(-1)!), judged);
}

const isValid = ({ mask }: CaseStep, row: number): boolean => mask === null || mask[row] === 1;

/** From the loss down to the input, the way that gradients are computed. */
function compareGradients(parityCase: ParityCase, model: SequenceModel, place: number, comparison: Comparison): void {
  const gradients = parityCase.expected.steps.get(place)?.gradients;
  if (!gradients) return;
  const computed = readWeights(parityCase, model, "gradient");
  for (const path of backwardOrder(parityCase, model)) {
    const ours = computed.get(path)!;
    const expected = gradients.get(path);
    if (expected) comparison.add(place, `gradients ${path}`, expected.shape, ours, expected.data);
  }
}
