import type { FloatArray } from "../../memory/arena.ts";
import { activationOf } from "./activations.ts";

/** r, z = σ(x's part + h₋'s part); n's pre-activation += r · (h₋'s part). Gates in rows of 3H, in the order r z n. */
export function resetAfterForward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  gateClip: number,
  gates: number,
  recurrent: number,
): void {
  const activate = activationOf(x, activation, gateClip).value;
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const at = 3 * n * hidden + j;
      const atZ = at + hidden;
      const atN = atZ + hidden;
      const r = activate(x[gates + at] + x[recurrent + at]);
      x[gates + at] = r;
      x[gates + atZ] = activate(x[gates + atZ] + x[recurrent + atZ]);
      x[gates + atN] = x[gates + atN] + r * x[recurrent + atN];
    }
}

/** dr = dn · (h₋'s part of n) · σ'(r). h₋'s parts have the gradients dr, dz and dn · r. */
export function resetAfterBackward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  gateClip: number,
  gates: number,
  recurrent: number,
  dGates: number,
  dRecurrent: number,
): void {
  const { slope } = activationOf(x, activation, gateClip);
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const at = 3 * n * hidden + j;
      const atZ = at + hidden;
      const atN = atZ + hidden;
      const r = x[gates + at];
      const dn = x[dGates + atN];
      const dr = dn * x[recurrent + atN] * slope(r);
      x[dGates + at] = dr;
      x[dRecurrent + at] = dr;
      x[dRecurrent + atZ] = x[dGates + atZ];
      x[dRecurrent + atN] = dn * r;
    }
}

/** r, z = σ(·); reset = r · h₋. Cho et al., 2014. */
export function resetBeforeForward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  gateClip: number,
  gates: number,
  previousH: number,
  reset: number,
): void {
  const activate = activationOf(x, activation, gateClip).value;
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const atR = gates + 3 * n * hidden + j;
      const atZ = atR + hidden;
      const r = activate(x[atR]);
      x[atR] = r;
      x[atZ] = activate(x[atZ]);
      x[reset + unit] = r * x[previousH + unit];
    }
}

/** dr = dreset · h₋ · σ'(r)     dh₋ += dreset · r */
export function resetBeforeBackward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  gateClip: number,
  gates: number,
  previousH: number,
  dReset: number,
  dPreviousH: number,
  dGates: number,
): void {
  const { slope } = activationOf(x, activation, gateClip);
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const at = 3 * n * hidden + j;
      const r = x[gates + at];
      x[dGates + at] = x[dReset + unit] * x[previousH + unit] * slope(r);
      x[dPreviousH + unit] = x[dPreviousH + unit] + x[dReset + unit] * r;
    }
}

/** n = act(·); h = (1 - z) · n + z · h₋ */
export function mixForward(
  x: FloatArray,
  rows: number,
  hidden: number,
  candidate: number,
  gateClip: number,
  gates: number,
  previousH: number,
  h: number,
): void {
  const squash = activationOf(x, candidate, gateClip).value;
  for (let row = 0; row < rows; row++)
    for (let j = 0; j < hidden; j++) {
      const unit = row * hidden + j;
      const atZ = gates + (3 * row + 1) * hidden + j;
      const z = x[atZ];
      const n = squash(x[atZ + hidden]);
      x[atZ + hidden] = n;
      x[h + unit] = (1 - z) * n + z * x[previousH + unit];
    }
}

/** dz = dh · (h₋ - n) · σ'(z)     dn = dh · (1 - z) · act'(n)     dh₋ += dh · z */
export function mixBackward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  candidate: number,
  gateClip: number,
  gates: number,
  previousH: number,
  dh: number,
  dPreviousH: number,
  dGates: number,
): void {
  const { slope } = activationOf(x, activation, gateClip);
  const slopeOfCandidate = activationOf(x, candidate, gateClip).slope;
  for (let row = 0; row < rows; row++)
    for (let j = 0; j < hidden; j++) {
      const unit = row * hidden + j;
      const atZ = (3 * row + 1) * hidden + j;
      const atN = atZ + hidden;
      const z = x[gates + atZ];
      const n = x[gates + atN];
      const gradient = x[dh + unit];
      x[dGates + atZ] = gradient * (x[previousH + unit] - n) * slope(z);
      x[dGates + atN] = gradient * (1 - z) * slopeOfCandidate(n);
      x[dPreviousH + unit] = x[dPreviousH + unit] + gradient * z;
    }
}
