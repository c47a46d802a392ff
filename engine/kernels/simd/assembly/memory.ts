import { activated, slopeAt, slopeOfTanh } from "./activations";
import { tanh } from "./functions";
import { at, fma, loadFour, splat, storeUpTo } from "./lanes";

/** The rules of `reference/memory.ts`: gates [4H] and the [H] of a state, four units of a row at a time. */

/** Of an array that may be absent: its offset is -1 then. */
@inline function loadOr(offset: i32, from: usize, absent: f32): v128 {
  return offset < 0 ? splat(absent) : loadFour(from);
}

export function memoryForwardOf(
  rows: i32, hidden: i32, activation: i32, forgetBias: f64, clip: f64, peepholes: i32, mask: i32, gates: i32, previousC: i32, c: i32,
): void {
  const bias = splat(<f32>forgetBias), high = splat(<f32>clip), low = splat(-<f32>clip);
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), gate = at(gates + 4 * n * hidden), peephole = at(peepholes);
    for (let left = hidden; left > 0; left -= 4, unit += 16, gate += 16, peephole += 16) {
      const before = loadFour(at(previousC) + unit);
      const i = activated(activation, fma(loadOr(peepholes, peephole, 0), before, loadFour(gate)));
      storeUpTo(gate, i, left);
      const g = tanh(loadFour(gate + 2 * width));
      storeUpTo(gate + 2 * width, g, left);
      const biased = f32x4.add(loadFour(gate + width), bias);
      const f = activated(activation, fma(loadOr(peepholes, peephole + width, 0), before, biased));
      storeUpTo(gate + width, f, left);
      const fresh = f32x4.mul(f32x4.mul(i, g), loadOr(mask, at(mask) + unit, 1));
      storeUpTo(at(c) + unit, f32x4.pmax(f32x4.pmin(fma(f, before, fresh), high), low), left);
    }
  }
}

export function memoryBackwardOf(
  rows: i32, hidden: i32, activation: i32, clip: f64, peepholes: i32, mask: i32, gates: i32, previousC: i32, c: i32, dc: i32,
  dPreviousC: i32, dGates: i32,
): void {
  const bound = splat(<f32>clip);
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), block = at(4 * n * hidden), peephole = at(peepholes);
    for (let left = hidden; left > 0; left -= 4, unit += 16, block += 16, peephole += 16) {
      const gate = at(gates) + block, out = at(dGates) + block;
      const i = loadFour(gate), f = loadFour(gate + width), g = loadFour(gate + 2 * width);
      const clipped = f32x4.ge(f32x4.abs(loadFour(at(c) + unit)), bound);
      const dMemory = v128.andnot(loadFour(at(dc) + unit), clipped);
      const dFresh = f32x4.mul(dMemory, loadOr(mask, at(mask) + unit, 1));
      const di = f32x4.mul(f32x4.mul(dFresh, g), slopeAt(activation, i));
      const df = f32x4.mul(f32x4.mul(dMemory, loadFour(at(previousC) + unit)), slopeAt(activation, f));
      storeUpTo(out, di, left);
      storeUpTo(out + width, df, left);
      storeUpTo(out + 2 * width, f32x4.mul(f32x4.mul(dFresh, i), slopeOfTanh(g)), left);
      let dBefore = fma(dMemory, f, loadFour(at(dPreviousC) + unit));
      dBefore = fma(di, loadOr(peepholes, peephole, 0), dBefore);
      storeUpTo(at(dPreviousC) + unit, fma(df, loadOr(peepholes, peephole + width, 0), dBefore), left);
    }
  }
}

export function outputForwardOf(
  rows: i32, hidden: i32, activation: i32, peepholes: i32, gates: i32, c: i32, tanhC: i32, h: i32,
): void {
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), gate = at(gates + (4 * n + 3) * hidden), peephole = at(peepholes + 2 * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, gate += 16, peephole += 16) {
      const state = loadFour(at(c) + unit);
      const o = activated(activation, fma(loadOr(peepholes, peephole, 0), state, loadFour(gate)));
      storeUpTo(gate, o, left);
      const squashed = tanh(state);
      storeUpTo(at(tanhC) + unit, squashed, left);
      storeUpTo(at(h) + unit, f32x4.mul(o, squashed), left);
    }
  }
}

export function outputBackwardOf(
  rows: i32, hidden: i32, activation: i32, peepholes: i32, gates: i32, tanhC: i32, dh: i32, dc: i32, dGates: i32,
): void {
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), block = at((4 * n + 3) * hidden), peephole = at(peepholes + 2 * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, block += 16, peephole += 16) {
      const o = loadFour(at(gates) + block), squashed = loadFour(at(tanhC) + unit);
      const d = loadFour(at(dh) + unit);
      const dOutput = f32x4.mul(f32x4.mul(d, squashed), slopeAt(activation, o));
      storeUpTo(at(dGates) + block, dOutput, left);
      const dState = fma(f32x4.mul(d, o), slopeOfTanh(squashed), loadFour(at(dc) + unit));
      storeUpTo(at(dc) + unit, fma(dOutput, loadOr(peepholes, peephole, 0), dState), left);
    }
  }
}
