import { EngineError } from "../errors/errors.ts";
import type { Ledger } from "../memory/ledger.ts";
import type { Averaging, Judged, Loss, MeanName } from "./loss.ts";

/** Where a loss is built: the units of the output that it judges, and where it may declare memory. */
export interface LossPlace {
  readonly units: number;
  readonly ledger: Ledger;
}

export interface MeanOptions {
  readonly mean: MeanName;
  /** Null where left out, which means `weights`; for the mean `valid` alone. */
  readonly divideBy: "weights" | "steps" | null;
}

export interface CrossEntropyOptions extends MeanOptions {
  /** Ids, or for each step the classes' probabilities, which sum to 1. */
  readonly targets: "ids" | "probabilities";
  readonly labelSmoothing: number;
  readonly ignore: number | null;
  readonly classWeights: readonly number[] | null;
}

type Evaluate = Loss["evaluate"];

/**
 * Σ_k q_k · -ln p_k with p = softmax(logits), in nats: ln units for a uniform guess. q is 1 at the target, or the probabilities that are given;
 * with a label smoothing s (Szegedy et al., 2016) it is (1 - s) of that, and s / units everywhere. Classes that are weighed have -ln p_k
 * multiplied by their weights.
 *
 * @throws EngineError `badConfiguration` for options that exclude each other, and for another number of class weights than units.
 */
export function softmaxCrossEntropy(options: CrossEntropyOptions, { units, ledger }: LossPlace): Loss {
  const { targets, labelSmoothing: smoothing, ignore } = options;
  const classWeights = checkClassWeights(options, units);
  const averaging = { ...averagingOf("softmaxCrossEntropy", options), ignore, classWeights, numbers: () => 1 };
  if (targets === "probabilities") {
    const evaluate: Evaluate = (kernels, { rows, units, logits, targets, gradient }, scale) =>
      kernels.distributionCrossEntropy(rows, units, scale, smoothing, logits, targets, gradient);
    return { ...averaging, targets: "features", weighsClasses: false, evaluate };
  }
  if (smoothing === 0) {
    const evaluate: Evaluate = (kernels, { rows, units, logits, targets, gradient }, scale) =>
      kernels.softmaxCrossEntropy(rows, units, scale, logits, targets, gradient);
    return { ...averaging, targets: "ids", weighsClasses: false, evaluate };
  }
  const weights = classWeights && ledger.constant("classWeights", classWeights);
  const evaluate: Evaluate = (kernels, { rows, units, logits, targets, gradient }, scale) =>
    kernels.smoothedCrossEntropy(rows, units, scale, smoothing, weights?.offset ?? -1, logits, targets, gradient);
  return { ...averaging, targets: "ids", weighsClasses: weights !== null, evaluate };
}

/** (y - target)² */
export const meanSquaredError = (options: MeanOptions): Loss =>
  ofNumbers("meanSquaredError", options, (kernels, { rows, units, logits, targets, gradient }, scale) =>
    kernels.squaredError(rows * units, scale, logits, targets, gradient),
  );

/** |y - target| */
export const meanAbsoluteError = (options: MeanOptions): Loss =>
  ofNumbers("meanAbsoluteError", options, (kernels, { rows, units, logits, targets, gradient }, scale) =>
    kernels.absoluteError(rows * units, scale, logits, targets, gradient),
  );

/** -target · ln σ(y) - (1 - target) · ln(1 - σ(y)), in nats: ln 2 for an undecided guess. */
export const binaryCrossEntropy = (options: MeanOptions): Loss =>
  ofNumbers("binaryCrossEntropy", options, (kernels, { rows, units, logits, targets, gradient }, scale) =>
    kernels.binaryCrossEntropy(rows * units, scale, logits, targets, gradient),
  );

function ofNumbers(name: string, options: MeanOptions, evaluate: Evaluate): Loss {
  const averaging = averagingOf(name, options);
  const numbers = (units: Judged["units"]) => units;
  return { ...averaging, ignore: null, classWeights: null, targets: "features", weighsClasses: false, numbers, evaluate };
}

function averagingOf(name: string, { mean, divideBy }: MeanOptions): Pick<Averaging, "mean" | "divideBy"> {
  if (divideBy === null || mean === "valid") return { mean, divideBy: divideBy ?? "weights" };
  throw new EngineError(
    "badConfiguration",
    `loss "${name}": divideBy is "${divideBy}", and the mean "${mean}" divides by something else.`,
    'Leave divideBy out, or take the mean "valid".',
  );
}

function checkClassWeights({ targets, ignore, classWeights }: CrossEntropyOptions, units: number): readonly number[] | null {
  const fail = (problem: string, advice: string): never => {
    throw new EngineError("badConfiguration", `loss "softmaxCrossEntropy": ${problem}.`, advice);
  };
  if (targets === "probabilities" && (ignore !== null || classWeights !== null))
    fail("ignore and classWeights need targets that are ids", "Leave them out, or give ids.");
  if (classWeights !== null && classWeights.length !== units)
    fail(`classWeights has ${classWeights.length} numbers for ${units} units`, "Give each class its weight.");
  return classWeights;
}
