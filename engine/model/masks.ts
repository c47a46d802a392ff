import { EngineError } from "../errors/errors.ts";
import { maskError, type Pass } from "../layers/pass.ts";

/** A model's mask: [T, N], time-major; N rows. */
export interface Masked {
  readonly mask: Int32Array;
  readonly batch: number;
}

/**
 * Masks what stands past each row's length.
 * @param lengths valid steps of each row, from the first on, [N].
 * @throws EngineError `badConfiguration` for a length that is not from 0 to T.
 */
export function writeLengths({ mask, batch }: Masked, lengths: ArrayLike<number>): void {
  const steps = mask.length / batch;
  for (let n = 0; n < batch; n++) {
    const length = lengths[n] ?? 0;
    if (!(Number.isInteger(length) && length >= 0 && length <= steps)) throw lengthError(n, length, steps);
    for (let t = 0; t < steps; t++) mask[t * batch + n] = t < length ? 1 : 0;
  }
}

/** Masks steps one by one. @throws EngineError `badConfiguration` where a layer cannot have a mask, though lengths. */
export function writeMask({ mask, batch }: Masked, given: ArrayLike<number | boolean>, { unmasked }: Pass): void {
  for (let i = 0; i < given.length; i++) {
    if (!given[i] && unmasked !== null) throw maskError(unmasked, i % batch);
    mask[i] = given[i] ? 1 : 0;
  }
}

/** So that whatever stands at a masked step, NaN or an id out of range, is never read. @param count of rows of inputs, T · N. */
export function clearMasked(
  mask: Int32Array,
  count: number,
  { inputs, features }: { readonly inputs: Int32Array; readonly features: Float32Array | Float64Array },
): void {
  const size = features.length / mask.length;
  for (let i = 0; i < count; i++) {
    if (mask[i] !== 0) continue;
    if (inputs.length > 0) inputs[i] = 0;
    else features.fill(0, i * size, (i + 1) * size);
  }
}

const lengthError = (row: number, length: number, steps: number): EngineError =>
  new EngineError(
    "badConfiguration",
    `The length of row ${row} is ${length}, must be a whole number from 0 to ${steps}, the time steps of the plan.`,
    "Give each row the number of its valid steps.",
  );
