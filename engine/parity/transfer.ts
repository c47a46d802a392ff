import type { FloatArray } from "../memory/arena.ts";
import type { Parameter } from "../memory/parameter.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import type { CaseStep, CaseTensor, ParityCase } from "./case.ts";
import { eachElement } from "./layouts.ts";

// Between a case's tensors (batch first, foreign layouts) and a model's memory (time first, our layout).

export function loadWeights({ cells, plain, weights }: ParityCase, model: SequenceModel): void {
  const ours = parametersOf(model);
  for (const { path, layout, inputSize, hiddenSize } of cells)
    for (const parameter of layout.parameters(inputSize, hiddenSize)) {
      const { data } = weights.get(path + parameter.name)!;
      eachElement(parameter, (index, place) => {
        const { value, columns } = ours.get(path + place.parameter)!;
        value[place.row * columns + place.column] = data[index];
      });
    }
  for (const path of plain) ours.get(path)!.value.set(weights.get(path)!.data);
}

/** All weights, or their gradients, in the case's layouts and by its paths. */
export function readWeights(
  { cells, plain }: ParityCase,
  model: SequenceModel,
  kind: "value" | "gradient",
): Map<string, FloatArray> {
  const ours = parametersOf(model);
  const theirs = new Map<string, FloatArray>();
  for (const { path, layout, inputSize, hiddenSize } of cells)
    for (const parameter of layout.parameters(inputSize, hiddenSize)) {
      const data = new Float64Array(parameter.shape.reduce((product, length) => product * length, 1));
      eachElement(parameter, (index, place) => {
        const found = ours.get(path + place.parameter)!;
        data[index] = found[kind][place.row * found.columns + place.column];
      });
      theirs.set(path + parameter.name, data);
    }
  for (const path of plain) theirs.set(path, ours.get(path)![kind]);
  return theirs;
}

/** The paths of all weights of the case in the order in which their gradients are computed: the head's first, initial states last. */
export function backwardOrder({ cells, plain }: ParityCase, model: SequenceModel): readonly string[] {
  const placeOf = (path: string, place: number): number => (path.startsWith("initialState/") ? -1 : place);
  const places = new Map(model.parameters.map(({ path }, place) => [path, placeOf(path, place)]));
  const found = [
    ...cells.flatMap(({ path, layout, inputSize, hiddenSize }) =>
      layout.parameters(inputSize, hiddenSize).map(({ name }) => [path + name, places.get(`${path}kernel`)!] as const),
    ),
    ...plain.map((path) => [path, places.get(path)!] as const),
  ];
  return found.toSorted(([, a], [, b]) => b - a).map(([path]) => path);
}

/** The case's initial state, zero where it names none, unless it is learned. */
export function loadState({ initialState, batch }: ParityCase, model: SequenceModel): void {
  model.resetState();
  let at = 0;
  for (const { path, states } of model.cells)
    for (const { name, size } of states) {
      const given = initialState.get(path)?.get(name)?.data ?? new Float64Array(batch * size);
      model.state.set(given, at);
      at += given.length;
    }
}

export function loadInputs({ inputs, targets, mask, targetWeights, length }: CaseStep, model: SequenceModel): void {
  const [rows] = inputs.shape as [number];
  model.mask.fill(1);
  if (mask !== null) model.mask.set(exchangeAxes(mask, rows, length, 1));
  loadSequence(inputs, model);
  if (targets === null) return;
  const numbers = targets.shape.length === 3;
  (numbers ? model.targetFeatures : model.targets).set(toTimeMajor(targets));
  model.targetWeights.fill(1);
  if (targetWeights !== null) model.targetWeights.set(toTimeMajor(targetWeights));
}

/** Ids, numbers, or ids as their one-hot vectors. */
function loadSequence(inputs: CaseTensor, { inputs: ids, features, spec }: SequenceModel): void {
  const timeMajor = toTimeMajor(inputs);
  if (spec.input.kind === "ids") ids.set(timeMajor);
  else if (inputs.shape.length === 3) features.set(timeMajor);
  else {
    features.fill(0);
    for (const [row, id] of timeMajor.entries()) features[row * spec.input.size + id] = 1;
  }
}

/** The network's outputs of the last pass, [N, T, H]. */
export function readOutputs(model: SequenceModel): FloatArray {
  const { values, size } = model.blueprint.network.output;
  return toBatchMajor(model.arena.floats.subarray(values.offset), model.steps, model.plan.batch, size);
}

/** The head's outputs of the last pass, [N, T or 1, units]. */
export function readLogits(model: SequenceModel): FloatArray {
  const { head } = model.blueprint;
  const steps = head.stepsRead(model.steps);
  return toBatchMajor(model.arena.floats.subarray(head.logits.offset), steps, model.plan.batch, head.units);
}

/** Of each row of so many logits. */
export function softmaxOf(logits: FloatArray, units: number): Float64Array {
  const probabilities = new Float64Array(logits.length);
  for (let row = 0; row < logits.length; row += units) {
    const largest = Math.max(...logits.subarray(row, row + units));
    let sum = 0;
    for (let k = row; k < row + units; k++) sum += probabilities[k] = Math.exp(logits[k]! - largest);
    for (let k = row; k < row + units; k++) probabilities[k] = probabilities[k]! / sum;
  }
  return probabilities;
}

/** A cell's state after the last pass, [N, H]. */
export function readState(model: SequenceModel, path: string, name: string): FloatArray {
  const cell = model.cells.find((place) => place.path === path)!;
  const { values, size } = cell.states.find((state) => state.name === name)!;
  const at = values.at(model.steps);
  return model.arena.floats.subarray(at, at + model.plan.batch * size);
}

/** [T, N, size] to [N, T, size]. */
function toBatchMajor(data: FloatArray, steps: number, rows: number, size: number): Float64Array {
  return exchangeAxes(data, steps, rows, size);
}

/** [N, T] or [N, T, size] to [T, N, size]. */
function toTimeMajor({ data, shape }: CaseTensor): Float64Array {
  const [rows, steps, size = 1] = shape as [number, number, number?];
  return exchangeAxes(data, rows, steps, size);
}

/** [first, second, size] to [second, first, size]. */
function exchangeAxes(data: ArrayLike<number>, first: number, second: number, size: number): Float64Array {
  const exchanged = new Float64Array(first * second * size);
  for (let a = 0; a < first; a++)
    for (let b = 0; b < second; b++)
      for (let j = 0; j < size; j++) exchanged[(b * first + a) * size + j] = data[(a * second + b) * size + j];
  return exchanged;
}

function parametersOf(model: SequenceModel): Map<string, Parameter> {
  return new Map(model.parameters.map((parameter) => [parameter.path, parameter]));
}
