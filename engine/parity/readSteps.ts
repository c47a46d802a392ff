import type { CaseStep, CaseTensor } from "./case.ts";
import type { PlacedJson } from "./json.ts";
import type { ReadModel, StepKinds } from "./readModel.ts";
import { type IsRead, readIds, readRows, readShape, readTensor } from "./readTensors.ts";

/** A step's sizes, and which of its steps in time are valid. */
interface Valid {
  /** N */
  readonly batch: number;
  /** T */
  readonly length: number;
  /** [N, T]; null where all are. */
  readonly mask: Int8Array | null;
}

/** What the inputs and targets of a case are, told from its first step. */
export function kindsOf(steps: PlacedJson): StepKinds {
  const [first] = steps.items();
  if (first === undefined) steps.fail("must have at least one step.");
  const inputs = first.get("inputs").find("ids") === null ? "features" : "ids";
  return { inputs, withTargetIds: first.find("targets")?.find("ids") != null || first.find("targets") === null };
}

export function readSteps(json: PlacedJson, model: ReadModel): readonly CaseStep[] {
  const steps = json.items().map((step) => readStep(step, model));
  const [first] = steps as [CaseStep];
  const other = steps.findIndex(({ inputs }) => inputs.shape[0] !== first.inputs.shape[0]);
  if (other >= 0) json.fail(`step ${other} has inputs of another kind or number of rows than step 0.`);
  const without = steps.findIndex(({ targets }) => (targets === null) !== (first.targets === null));
  if (without >= 0) json.fail(`step ${without} and step 0 differ in having targets: give all of them, or none.`);
  return steps;
}

function readStep(json: PlacedJson, model: ReadModel): CaseStep {
  json.only("inputs", "targets", "lengths", "mask", "targetWeights", "resetState");
  const [batch, length] = sizesOf(json.get("inputs"), model);
  const valid = { batch, length, mask: readMask(json, batch, length, model) };
  const given = json.find("targets");
  if (given !== null && model.dense === null) given.fail('there is no dense output to be judged: give the model "dense".');
  const weights = json.find("targetWeights");
  if (weights !== null && given === null) weights.fail("there are no targets to be weighed.");
  return {
    length,
    inputs: readInputs(json.get("inputs"), model, valid),
    targets: given && readTargets(given, model, valid),
    mask: valid.mask,
    targetWeights: weights && readWeights(weights, model, valid),
    resetState: json.find("resetState")?.flag() ?? false,
  };
}

/** N and T. */
function sizesOf(json: PlacedJson, { inputKind }: ReadModel): readonly [number, number] {
  const ids = json.find("ids");
  if ((ids === null ? "features" : "ids") !== inputKind) json.fail("are of another kind than those of step 0.");
  if (ids !== null) return readRows(ids, "id").shape;
  const [batch = 0, length = 0] = readShape(json);
  return batch >= 1 && length >= 1
    ? [batch, length]
    : json.get("shape").fail("must be [batch, time, inputSize], each from 1 on.");
}

function readInputs(json: PlacedJson, { inputSize }: ReadModel, { batch, length, mask }: Valid): CaseTensor {
  const ids = json.find("ids");
  if (ids !== null) return readIds(json.only("ids").get("ids"), inputSize, (i) => mask === null || mask[i] === 1);
  const isRead: IsRead = (i) => mask === null || mask[Math.floor(i / inputSize)] === 1;
  return readTensor(json, [batch, length, inputSize], isRead);
}

function readMask(json: PlacedJson, batch: number, length: number, { network }: ReadModel): Int8Array | null {
  const [lengths, mask] = [json.find("lengths"), json.find("mask")];
  if (lengths !== null && mask !== null) mask.fail('is in place of "lengths"; give one of them.');
  if (lengths !== null) return readLengths(lengths, batch, length);
  if (mask === null) return null;
  const { shape, items } = readRows(mask, "step");
  if (shape[0] !== batch || shape[1] !== length)
    mask.fail(`has [${shape.join(", ")}] steps, expected are [${batch}, ${length}].`);
  const valid = Int8Array.from(items, (item) => Number(item.flag()));
  if (network.unmasked && valid.includes(0))
    mask.fail(
      'the network has a "reverse" with outputs "computed", which takes no mask; give lengths, or let outputs be "turned".',
    );
  return valid;
}

function readLengths(json: PlacedJson, batch: number, length: number): Int8Array {
  const mask = new Int8Array(batch * length);
  const rows = json.items();
  for (const [n, row] of rows.entries()) {
    const valid = row.count(0);
    if (valid > length) row.fail(`the length ${valid} is beyond the ${length} time steps of the inputs.`);
    mask.fill(1, n * length, n * length + valid);
  }
  return rows.length === batch ? mask : json.fail(`has ${rows.length} lengths for ${batch} rows.`);
}

/** Steps of the head's outputs. */
export const stepsRead = ({ readout }: ReadModel, length: number): number => (readout === "all" ? length : 1);

/**
 * Whether a step of the head's outputs, [N, T or 1], stands for a valid one. A final state does, even of a row without steps.
 */
export function isJudged({ readout }: Pick<ReadModel, "readout">, { length, mask }: Omit<Valid, "batch">): IsRead {
  if (mask === null || readout === "final") return () => true;
  if (readout === "all") return (i) => mask[i] === 1;
  return (n) => mask.subarray(n * length, (n + 1) * length).includes(1);
}

/** Whether a target is read: padded ones too, where the loss says so. */
const isTargetRead = (model: ReadModel, valid: Valid): IsRead =>
  model.loss.mean === "padded" ? () => true : isJudged(model, valid);

function readTargets(json: PlacedJson, model: ReadModel, valid: Valid): CaseTensor {
  const { loss, dense } = model;
  const { units } = dense!;
  const shape = [valid.batch, stepsRead(model, valid.length)];
  const isRead = isTargetRead(model, valid);
  if (loss.targets === "ids") {
    const ids = readIds(json.only("ids").get("ids"), units, isRead, loss.ignore);
    if (ids.shape.join() !== shape.join()) json.fail(`has [${ids.shape.join(", ")}] ids, expected are [${shape.join(", ")}].`);
    return ids;
  }
  const tensor = readTensor(json, [...shape, units], (i) => isRead(Math.floor(i / units)));
  if (loss.targets === "probabilities") requireProbabilities(json, tensor, units, isRead);
  return tensor;
}

/** What a float32 may have lost of the sum of a row. */
const lost = 1e-4;

function requireProbabilities(json: PlacedJson, { data }: CaseTensor, units: number, isRead: IsRead): void {
  for (let row = 0; row * units < data.length; row++) {
    const sum = data.subarray(row * units, (row + 1) * units).reduce((a, b) => a + b, 0);
    if (isRead(row) && Math.abs(sum - 1) > lost)
      json.fail(`the probabilities of step ${row} of the batch sum to ${sum}, not to 1.`);
  }
}

function readWeights(json: PlacedJson, model: ReadModel, valid: Valid): CaseTensor {
  const expected = [valid.batch, stepsRead(model, valid.length)];
  const { shape, items } = readRows(json, "weight");
  if (shape.join() !== expected.join()) json.fail(`has [${shape.join(", ")}] weights, expected are [${expected.join(", ")}].`);
  const isRead = isTargetRead(model, valid);
  const data = Float64Array.from(items, (item, i) => (item.value === null && !isRead(i) ? 0 : item.number()));
  return { shape, data };
}
