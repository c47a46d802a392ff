import type { Expected, States, Tensor, Tensors, Tolerance } from "./parityCase.ts";

/** How far two oracles' answers to the same question lie apart. */
export interface Deviation {
  /** As `step 0 gradients forward/kernel`. */
  readonly where: string;
  readonly element: number;
  readonly actual: number;
  readonly expected: number;
  /** |a - b| / (absolute + relative · |b|): at most 1 agrees. NaN or a missing tensor is infinitely far. */
  readonly ratio: number;
}

interface Named {
  readonly where: string;
  readonly tensor: Tensor;
}

/** The largest deviation over everything that `expected` names; `actual` may have more. */
export function largestDeviation(actual: Expected, expected: Expected, tolerance: Tolerance): Deviation {
  const given = new Map(tensorsOf(actual).map(({ where, tensor }) => [where, tensor]));
  const deviations = tensorsOf(expected).map(({ where, tensor }) => compare(where, given.get(where), tensor, tolerance));
  return deviations.reduce((worst, deviation) => (deviation.ratio > worst.ratio ? deviation : worst));
}

/** In the order of computation. */
function tensorsOf({ losses, steps, weights }: Expected): Named[] {
  const recorded = Object.entries(steps).flatMap(([step, { outputs, logits, finalState, gradients }]) => [
    { where: `step ${step} outputs`, tensor: outputs },
    { where: `step ${step} logits`, tensor: logits },
    ...statesOf(`step ${step} finalState`, finalState),
    ...named(`step ${step} gradients`, gradients),
  ]);
  return [...recorded, { where: "losses", tensor: { shape: [losses.length], data: losses } }, ...named("weights", weights)];
}

const named = (what: string, tensors: Tensors): Named[] =>
  Object.entries(tensors).map(([path, tensor]) => ({ where: `${what} ${path}`, tensor }));

const statesOf = (what: string, states: States): Named[] =>
  Object.entries(states).flatMap(([path, { h, c }]) => [
    { where: `${what} ${path}h`, tensor: h },
    ...(c ? [{ where: `${what} ${path}c`, tensor: c }] : []),
  ]);

function compare(where: string, actual: Tensor | undefined, expected: Tensor, tolerance: Tolerance): Deviation {
  const worst = { where, element: 0, actual: Number.NaN, expected: Number.NaN, ratio: Number.POSITIVE_INFINITY };
  if (!actual || actual.shape.join() !== expected.shape.join() || actual.data.length !== expected.data.length) return worst;
  return expected.data
    .map((value, element) => compareElement(where, element, actual.data[element] as number, value, tolerance))
    .reduce((largest, deviation) => (deviation.ratio > largest.ratio ? deviation : largest));
}

function compareElement(where: string, element: number, actual: number, expected: number, { absolute, relative }: Tolerance) {
  const ratio = Math.abs(actual - expected) / (absolute + relative * Math.abs(expected));
  return { where, element, actual, expected, ratio: Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio };
}
