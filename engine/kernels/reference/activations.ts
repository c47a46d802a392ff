import type { FloatArray } from "../../memory/arena.ts";
import { type ActivationName, activationCodes } from "../activations.ts";
import { sigmoid } from "./gates.ts";
import { clip, storedIn } from "./units.ts";

type OfNumber = (x: number) => number;

/** A nonlinearity, and its derivative told from its value. */
export interface Activation {
  readonly value: OfNumber;
  readonly slope: OfNumber;
}

const clipToUnit: OfNumber = (x) => (x < 0 ? 0 : x > 1 ? 1 : x);

/** Where a hard sigmoid is flat, and at its two corners, its slope is 0; as `torch.nn.Hardsigmoid` has it. */
const slopeWithin =
  (slope: number): OfNumber =>
  (y) =>
    y > 0 && y < 1 ? slope : 0;

/** Comparisons with NaN are false, so NaN stays NaN. */
const table: Readonly<Record<ActivationName, Activation>> = {
  sigmoid: { value: sigmoid, slope: (y) => y * (1 - y) },
  hardSigmoid: { value: (x) => clipToUnit(0.2 * x + 0.5), slope: slopeWithin(0.2) },
  hardSigmoidKeras3: { value: (x) => clipToUnit(x / 6 + 0.5), slope: slopeWithin(1 / 6) },
  tanh: { value: Math.tanh, slope: (y) => 1 - y * y },
  relu: { value: (x) => (x < 0 ? 0 : x), slope: (y) => (y > 0 ? 1 : 0) },
  linear: { value: (x) => x, slope: () => 1 },
  softsign: { value: (x) => x / (1 + Math.abs(x)), slope: (y) => (1 - Math.abs(y)) * (1 - Math.abs(y)) },
};

const byCode = (Object.keys(activationCodes) as ActivationName[]).toSorted((a, b) => activationCodes[a] - activationCodes[b]);

/** By code. */
export const activations: readonly OfNumber[] = byCode.map((name) => table[name].value);
/** By code: the derivative, of the value. */
export const slopes: readonly OfNumber[] = byCode.map((name) => table[name].slope);

/**
 * An activation of sums that are clipped to ± `bound` first; ∞ for none. Whether a sum was clipped is told from the value, which has then
 * reached that at the bound: there the slope is 0. (An activation that is flat there has no slope either way.)
 * @param x where values are stored: a float32 is compared with the limits as float32 stores them.
 */
export function activationOf(x: FloatArray, code: number, bound: number): Activation {
  const [value, slope] = [activations[code], slopes[code]];
  if (bound === Number.POSITIVE_INFINITY) return { value, slope };
  const [lowest, highest] = [storedIn(x, value(-bound)), storedIn(x, value(bound))];
  return { value: (sum) => value(clip(sum, bound)), slope: (y) => (y <= lowest || y >= highest ? 0 : slope(y)) };
}
