import { slopeOfSigmoid, slopeOfTanh } from "./activations";
import { sigmoid, tanh } from "./functions";
import { at, fma, loadUpTo, splat, storeUpTo } from "./lanes";

/** Addresses of one row's numbers: gates [4H] and the [H] of a state, four units at a time, the last ones with fewer lanes. */

/** Of rows from `row` and units from `first` on; both ends are left out. */
export function gatesForwardOf(
  row: i32, lastRow: i32, first: i32, last: i32, hidden: i32,
  forgetBias: f64, gates: i32, previousC: i32, c: i32, tanhC: i32, h: i32,
): void {
  const bias = splat(<f32>forgetBias);
  const width = at(hidden);
  const count = last - first;
  for (let n = row; n < lastRow; n++) {
    let unit = at(n * hidden + first);
    let gate = at(gates + 4 * n * hidden + first);
    for (const end = unit + at(count & ~3); unit < end; unit += 16, gate += 16)
      forwardUnits(4, bias, width, gate, at(previousC) + unit, at(c) + unit, at(tanhC) + unit, at(h) + unit);
    if (count & 3) forwardUnits(count & 3, bias, width, gate, at(previousC) + unit, at(c) + unit, at(tanhC) + unit, at(h) + unit);
  }
}

@inline function forwardUnits(
  count: i32, bias: v128, width: usize, gate: usize, previousC: usize, c: usize, tanhC: usize, h: usize,
): void {
  const i = sigmoid(loadUpTo(gate, count));
  storeUpTo(gate, i, count);
  const g = tanh(loadUpTo(gate + 2 * width, count));
  storeUpTo(gate + 2 * width, g, count);
  const f = sigmoid(f32x4.add(loadUpTo(gate + width, count), bias));
  storeUpTo(gate + width, f, count);
  const state = fma(f, loadUpTo(previousC, count), f32x4.mul(i, g));
  storeUpTo(c, state, count);
  const squashed = tanh(state);
  storeUpTo(tanhC, squashed, count);
  const o = sigmoid(loadUpTo(gate + 3 * width, count));
  storeUpTo(gate + 3 * width, o, count);
  storeUpTo(h, f32x4.mul(o, squashed), count);
}

export function gatesBackwardOf(
  row: i32, lastRow: i32, first: i32, last: i32, hidden: i32,
  gates: i32, previousC: i32, tanhC: i32, dh: i32, dc: i32, dPreviousC: i32, dGates: i32,
): void {
  const width = at(hidden);
  for (let n = row; n < lastRow; n++) {
    let unit = at(n * hidden + first);
    let block = at(4 * n * hidden + first);
    for (let left = last - first; left > 0; left -= 4, unit += 16, block += 16) {
      const gate = at(gates) + block;
      const out = at(dGates) + block;
      const i = loadUpTo(gate, left);
      const f = loadUpTo(gate + width, left);
      const g = loadUpTo(gate + 2 * width, left);
      const o = loadUpTo(gate + 3 * width, left);
      const squashed = loadUpTo(at(tanhC) + unit, left);
      const dOutput = loadUpTo(at(dh) + unit, left);
      const dState = fma(f32x4.mul(dOutput, o), slopeOfTanh(squashed), loadUpTo(at(dc) + unit, left));
      storeUpTo(at(dc) + unit, dState, left);
      storeUpTo(at(dPreviousC) + unit, fma(dState, f, loadUpTo(at(dPreviousC) + unit, left)), left);
      storeUpTo(out, f32x4.mul(f32x4.mul(dState, g), slopeOfSigmoid(i)), left);
      storeUpTo(out + width, f32x4.mul(f32x4.mul(dState, loadUpTo(at(previousC) + unit, left)), slopeOfSigmoid(f)), left);
      storeUpTo(out + 2 * width, f32x4.mul(f32x4.mul(dState, i), slopeOfTanh(g)), left);
      storeUpTo(out + 3 * width, f32x4.mul(f32x4.mul(dOutput, squashed), slopeOfSigmoid(o)), left);
    }
  }
}
