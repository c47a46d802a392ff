import type { FloatArray } from "../../memory/arena.ts";
import { activationOf, activations, slopes } from "./activations.ts";
import { clip, elementOr, storedIn } from "./units.ts";

/**
 * i = σ(· + p · c₋); f = σ(· + p · c₋), or 1 - i where it is coupled; g = act(·); c = clip(f · c₋ + i · g · mask). Peepholes as in Gers and
 * Schmidhuber, 2000; coupled gates as in Greff et al., 2017.
 */
export function memoryForward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  candidate: number,
  coupled: number,
  forgetBias: number,
  gateClip: number,
  cellClip: number,
  peepholes: number,
  mask: number,
  gates: number,
  previousC: number,
  c: number,
): void {
  const gate = activationOf(x, activation, gateClip).value;
  const squash = activationOf(x, candidate, gateClip).value;
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const atI = gates + 4 * n * hidden + j;
      const atF = atI + hidden;
      const atG = atF + hidden;
      const before = x[previousC + unit];
      const i = gate(x[atI] + elementOr(x, peepholes, j, 0) * before);
      const forget = x[atF] + forgetBias + elementOr(x, peepholes, hidden + j, 0) * before;
      const f = coupled === 0 ? gate(forget) : 1 - i;
      const g = squash(x[atG]);
      x[atI] = i;
      x[atF] = f;
      x[atG] = g;
      x[c + unit] = clip(f * before + i * g * elementOr(x, mask, unit, 1), cellClip);
    }
}

/**
 * With dc̃ = dc where |c| is below the bound and 0 where it was clipped (as TensorFlow's `clip_by_value` has it), m the mask on g:
 *
 *     di = dc̃ · g · m · σ'(i)     df = dc̃ · c₋ · σ'(f)     dg = dc̃ · i · m · act'(g)     dc₋ += dc̃ · f + di · p_i + df · p_f
 *
 * Where f = 1 - i, di = dc̃ · (g · m - c₋) · σ'(i) and df = 0. A float32 c is compared with the bound as float32 stores it.
 */
export function memoryBackward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  candidate: number,
  coupled: number,
  gateClip: number,
  cellClip: number,
  peepholes: number,
  mask: number,
  gates: number,
  previousC: number,
  c: number,
  dc: number,
  dPreviousC: number,
  dGates: number,
): void {
  const { slope } = activationOf(x, activation, gateClip);
  const slopeOfCandidate = activationOf(x, candidate, gateClip).slope;
  const stored = storedIn(x, cellClip);
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const at = 4 * n * hidden + j;
      const i = x[gates + at];
      const f = x[gates + at + hidden];
      const g = x[gates + at + 2 * hidden];
      const kept = elementOr(x, mask, unit, 1);
      const dMemory = Math.abs(x[c + unit]) >= stored ? 0 : x[dc + unit];
      const throughForget = dMemory * x[previousC + unit];
      const di = (dMemory * g * kept - (coupled === 0 ? 0 : throughForget)) * slope(i);
      const df = coupled === 0 ? throughForget * slope(f) : 0;
      x[dGates + at] = di;
      x[dGates + at + hidden] = df;
      x[dGates + at + 2 * hidden] = dMemory * i * kept * slopeOfCandidate(g);
      const throughPeepholes = di * elementOr(x, peepholes, j, 0) + df * elementOr(x, peepholes, hidden + j, 0);
      x[dPreviousC + unit] = x[dPreviousC + unit] + dMemory * f + throughPeepholes;
    }
}

/** o = σ(o + p · c); h = o · act(c). */
export function outputForward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  read: number,
  gateClip: number,
  peepholes: number,
  gates: number,
  c: number,
  readC: number,
  h: number,
): void {
  const gate = activationOf(x, activation, gateClip).value;
  const squash = activations[read];
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const atO = gates + (4 * n + 3) * hidden + j;
      const o = gate(x[atO] + elementOr(x, peepholes, 2 * hidden + j, 0) * x[c + unit]);
      const squashed = squash(x[c + unit]);
      x[atO] = o;
      x[readC + unit] = squashed;
      x[h + unit] = o * squashed;
    }
}

/** do = dh · act(c) · σ'(o)     dc += dh · o · act'(c) + do · p_o */
export function outputBackward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  read: number,
  gateClip: number,
  peepholes: number,
  gates: number,
  readC: number,
  dh: number,
  dc: number,
  dGates: number,
): void {
  const { slope } = activationOf(x, activation, gateClip);
  const slopeOfRead = slopes[read];
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const at = (4 * n + 3) * hidden + j;
      const o = x[gates + at];
      const squashed = x[readC + unit];
      const dOutput = x[dh + unit] * squashed * slope(o);
      const throughPeephole = dOutput * elementOr(x, peepholes, 2 * hidden + j, 0);
      x[dGates + at] = dOutput;
      x[dc + unit] = x[dc + unit] + x[dh + unit] * o * slopeOfRead(squashed) + throughPeephole;
    }
}
