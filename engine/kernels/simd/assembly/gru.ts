import { activated, ones, slopeAt, slopeOfTanh } from "./activations";
import { tanh } from "./functions";
import { at, fma, loadFour, storeUpTo } from "./lanes";

/** The rules of `reference/gru.ts`: gates r z n in rows of 3H, four units of a row at a time. */

export function resetAfterForwardOf(rows: i32, hidden: i32, activation: i32, gates: i32, recurrent: i32): void {
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let gate = at(gates + 3 * n * hidden), part = at(recurrent + 3 * n * hidden);
    for (let left = hidden; left > 0; left -= 4, gate += 16, part += 16) {
      const r = activated(activation, f32x4.add(loadFour(gate), loadFour(part)));
      const z = activated(activation, f32x4.add(loadFour(gate + width), loadFour(part + width)));
      storeUpTo(gate, r, left);
      storeUpTo(gate + width, z, left);
      storeUpTo(gate + 2 * width, fma(r, loadFour(part + 2 * width), loadFour(gate + 2 * width)), left);
    }
  }
}

export function resetAfterBackwardOf(
  rows: i32, hidden: i32, activation: i32, gates: i32, recurrent: i32, dGates: i32, dRecurrent: i32,
): void {
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let block = at(3 * n * hidden);
    for (let left = hidden; left > 0; left -= 4, block += 16) {
      const dGate = at(dGates) + block, dPart = at(dRecurrent) + block;
      const r = loadFour(at(gates) + block), dn = loadFour(dGate + 2 * width);
      const dr = f32x4.mul(f32x4.mul(dn, loadFour(at(recurrent) + block + 2 * width)), slopeAt(activation, r));
      storeUpTo(dGate, dr, left);
      storeUpTo(dPart, dr, left);
      storeUpTo(dPart + width, loadFour(dGate + width), left);
      storeUpTo(dPart + 2 * width, f32x4.mul(dn, r), left);
    }
  }
}

export function resetBeforeForwardOf(rows: i32, hidden: i32, activation: i32, gates: i32, previousH: i32, reset: i32): void {
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), gate = at(gates + 3 * n * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, gate += 16) {
      const r = activated(activation, loadFour(gate));
      storeUpTo(gate, r, left);
      storeUpTo(gate + width, activated(activation, loadFour(gate + width)), left);
      storeUpTo(at(reset) + unit, f32x4.mul(r, loadFour(at(previousH) + unit)), left);
    }
  }
}

export function resetBeforeBackwardOf(
  rows: i32, hidden: i32, activation: i32, gates: i32, previousH: i32, dReset: i32, dPreviousH: i32, dGates: i32,
): void {
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), block = at(3 * n * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, block += 16) {
      const r = loadFour(at(gates) + block), d = loadFour(at(dReset) + unit);
      const dr = f32x4.mul(f32x4.mul(d, loadFour(at(previousH) + unit)), slopeAt(activation, r));
      storeUpTo(at(dGates) + block, dr, left);
      storeUpTo(at(dPreviousH) + unit, fma(d, r, loadFour(at(dPreviousH) + unit)), left);
    }
  }
}

export function mixForwardOf(rows: i32, hidden: i32, gates: i32, previousH: i32, h: i32): void {
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), gate = at(gates + (3 * n + 1) * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, gate += 16) {
      const z = loadFour(gate), candidate = tanh(loadFour(gate + width));
      storeUpTo(gate + width, candidate, left);
      const fresh = f32x4.mul(f32x4.sub(ones(), z), candidate);
      storeUpTo(at(h) + unit, fma(z, loadFour(at(previousH) + unit), fresh), left);
    }
  }
}

export function mixBackwardOf(
  rows: i32, hidden: i32, activation: i32, gates: i32, previousH: i32, dh: i32, dPreviousH: i32, dGates: i32,
): void {
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), block = at((3 * n + 1) * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, block += 16) {
      const gate = at(gates) + block, out = at(dGates) + block;
      const z = loadFour(gate), candidate = loadFour(gate + width), d = loadFour(at(dh) + unit);
      const change = f32x4.sub(loadFour(at(previousH) + unit), candidate);
      storeUpTo(out, f32x4.mul(f32x4.mul(d, change), slopeAt(activation, z)), left);
      storeUpTo(out + width, f32x4.mul(f32x4.mul(d, f32x4.sub(ones(), z)), slopeOfTanh(candidate)), left);
      storeUpTo(at(dPreviousH) + unit, fma(d, z, loadFour(at(dPreviousH) + unit)), left);
    }
  }
}
