import type { FloatArray } from "../../memory/arena.ts";
import { activations, slopes } from "./activations.ts";
import { clip, elementOr } from "./units.ts";

/** i, f = σ(· + p · c₋); g = tanh(·); c = clip(f · c₋ + i · g · mask). Peepholes as in Gers and Schmidhuber, 2000. */
export function memoryForward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  forgetBias: number,
  bound: number,
  peepholes: number,
  mask: number,
  gates: number,
  previousC: number,
  c: number,
): void {
  const activate = activations[activation];
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const atI = gates + 4 * n * hidden + j;
      const atF = atI + hidden;
      const atG = atF + hidden;
      const before = x[previousC + unit];
      const i = activate(x[atI] + elementOr(x, peepholes, j, 0) * before);
      const f = activate(x[atF] + forgetBias + elementOr(x, peepholes, hidden + j, 0) * before);
      const g = Math.tanh(x[atG]);
      x[atI] = i;
      x[atF] = f;
      x[atG] = g;
      x[c + unit] = clip(f * before + i * g * elementOr(x, mask, unit, 1), bound);
    }
}

/**
 * With dc̃ = dc where |c| is below the bound and 0 where it was clipped (as TensorFlow's `clip_by_value` has it), m the mask on g:
 *
 *     di = dc̃ · g · m · σ'(i)     df = dc̃ · c₋ · σ'(f)     dg = dc̃ · i · m · (1 - g²)     dc₋ += dc̃ · f + di · p_i + df · p_f
 *
 * A float32 c is compared with the bound as float32 stores it.
 */
export function memoryBackward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  bound: number,
  peepholes: number,
  mask: number,
  gates: number,
  previousC: number,
  c: number,
  dc: number,
  dPreviousC: number,
  dGates: number,
): void {
  const slope = slopes[activation];
  const stored = x instanceof Float32Array ? Math.fround(bound) : bound;
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const at = 4 * n * hidden + j;
      const i = x[gates + at];
      const f = x[gates + at + hidden];
      const g = x[gates + at + 2 * hidden];
      const kept = elementOr(x, mask, unit, 1);
      const dMemory = Math.abs(x[c + unit]) >= stored ? 0 : x[dc + unit];
      const di = dMemory * g * kept * slope(i);
      const df = dMemory * x[previousC + unit] * slope(f);
      x[dGates + at] = di;
      x[dGates + at + hidden] = df;
      x[dGates + at + 2 * hidden] = dMemory * i * kept * (1 - g * g);
      const throughPeepholes = di * elementOr(x, peepholes, j, 0) + df * elementOr(x, peepholes, hidden + j, 0);
      x[dPreviousC + unit] = x[dPreviousC + unit] + dMemory * f + throughPeepholes;
    }
}

/** o = σ(o + p · c); h = o · tanh c. */
export function outputForward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  peepholes: number,
  gates: number,
  c: number,
  tanhC: number,
  h: number,
): void {
  const activate = activations[activation];
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const atO = gates + (4 * n + 3) * hidden + j;
      const o = activate(x[atO] + elementOr(x, peepholes, 2 * hidden + j, 0) * x[c + unit]);
      const squashed = Math.tanh(x[c + unit]);
      x[atO] = o;
      x[tanhC + unit] = squashed;
      x[h + unit] = o * squashed;
    }
}

/** do = dh · tanh c · σ'(o)     dc += dh · o · (1 - tanh² c) + do · p_o */
export function outputBackward(
  x: FloatArray,
  rows: number,
  hidden: number,
  activation: number,
  peepholes: number,
  gates: number,
  tanhC: number,
  dh: number,
  dc: number,
  dGates: number,
): void {
  const slope = slopes[activation];
  for (let n = 0; n < rows; n++)
    for (let j = 0; j < hidden; j++) {
      const unit = n * hidden + j;
      const at = (4 * n + 3) * hidden + j;
      const o = x[gates + at];
      const squashed = x[tanhC + unit];
      const dOutput = x[dh + unit] * squashed * slope(o);
      const throughPeephole = dOutput * elementOr(x, peepholes, 2 * hidden + j, 0);
      x[dGates + at] = dOutput;
      x[dc + unit] = x[dc + unit] + x[dh + unit] * o * (1 - squashed * squashed) + throughPeephole;
    }
}
