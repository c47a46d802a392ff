import { type ActivationName, activationCodes } from "../activations.ts";
import { sigmoid } from "./gates.ts";

type OfNumber = (x: number) => number;

const clipToUnit: OfNumber = (x) => (x < 0 ? 0 : x > 1 ? 1 : x);

/** Where a hard sigmoid is flat, and at its two corners, its slope is 0; as `torch.nn.Hardsigmoid` has it. */
const slopeWithin =
  (slope: number): OfNumber =>
  (y) =>
    y > 0 && y < 1 ? slope : 0;

/** Each nonlinearity, and its derivative told from its value. Comparisons with NaN are false, so NaN stays NaN. */
const table: Readonly<Record<ActivationName, { readonly value: OfNumber; readonly slope: OfNumber }>> = {
  sigmoid: { value: sigmoid, slope: (y) => y * (1 - y) },
  hardSigmoid: { value: (x) => clipToUnit(0.2 * x + 0.5), slope: slopeWithin(0.2) },
  hardSigmoidKeras3: { value: (x) => clipToUnit(x / 6 + 0.5), slope: slopeWithin(1 / 6) },
  tanh: { value: Math.tanh, slope: (y) => 1 - y * y },
  relu: { value: (x) => (x < 0 ? 0 : x), slope: (y) => (y > 0 ? 1 : 0) },
};

const byCode = (Object.keys(activationCodes) as ActivationName[]).toSorted((a, b) => activationCodes[a] - activationCodes[b]);

/** By code. */
export const activations: readonly OfNumber[] = byCode.map((name) => table[name].value);
/** By code: the derivative, of the value. */
export const slopes: readonly OfNumber[] = byCode.map((name) => table[name].slope);
