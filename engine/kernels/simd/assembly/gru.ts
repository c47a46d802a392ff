import { ones } from "./activations";
import { at, fma, loadFour, splat, storeUpTo } from "./lanes";
import {
  Any, candidateOf, gateOf, isTanh, limitOf, Plain, plainGates, slopeOfCandidate, slopeOfGate,
} from "./loops";

/**
 * The rules of `reference/gru.ts`: gates r z n in rows of 3H, four units of a row at a time. Each loop is compiled twice, as
 * `Plain` and as `Any`.
 */

export function resetAfterForwardOf(rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, recurrent: i32): void {
  if (plainGates(activation, gateClip)) resetAfterRows<Plain>(rows, hidden, activation, gateClip, gates, recurrent);
  else resetAfterRows<Any>(rows, hidden, activation, gateClip, gates, recurrent);
}

function resetAfterRows<Loop>(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, recurrent: i32,
): void {
  const reach = splat(<f32>gateClip);
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let gate = at(gates + 3 * n * hidden), part = at(recurrent + 3 * n * hidden);
    for (let left = hidden; left > 0; left -= 4, gate += 16, part += 16) {
      const sumOfR = f32x4.add(loadFour(gate), loadFour(part)), sumOfZ = f32x4.add(loadFour(gate + width), loadFour(part + width));
      const r = gateOf<Loop>(activation, sumOfR, reach);
      const z = gateOf<Loop>(activation, sumOfZ, reach);
      storeUpTo(gate, r, left);
      storeUpTo(gate + width, z, left);
      storeUpTo(gate + 2 * width, fma(r, loadFour(part + 2 * width), loadFour(gate + 2 * width)), left);
    }
  }
}

export function resetAfterBackwardOf(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, recurrent: i32, dGates: i32, dRecurrent: i32,
): void {
  if (plainGates(activation, gateClip)) resetAfterBack<Plain>(rows, hidden, activation, gateClip, gates, recurrent, dGates, dRecurrent);
  else resetAfterBack<Any>(rows, hidden, activation, gateClip, gates, recurrent, dGates, dRecurrent);
}

function resetAfterBack<Loop>(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, recurrent: i32, dGates: i32, dRecurrent: i32,
): void {
  const shut = limitOf<Loop>(activation, -gateClip), open = limitOf<Loop>(activation, gateClip);
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let block = at(3 * n * hidden);
    for (let left = hidden; left > 0; left -= 4, block += 16) {
      const dGate = at(dGates) + block, dPart = at(dRecurrent) + block;
      const r = loadFour(at(gates) + block), dn = loadFour(dGate + 2 * width);
      const slope = slopeOfGate<Loop>(activation, r, shut, open);
      const dr = f32x4.mul(f32x4.mul(dn, loadFour(at(recurrent) + block + 2 * width)), slope);
      storeUpTo(dGate, dr, left);
      storeUpTo(dPart, dr, left);
      storeUpTo(dPart + width, loadFour(dGate + width), left);
      storeUpTo(dPart + 2 * width, f32x4.mul(dn, r), left);
    }
  }
}

export function resetBeforeForwardOf(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, previousH: i32, reset: i32,
): void {
  if (plainGates(activation, gateClip)) resetBeforeRows<Plain>(rows, hidden, activation, gateClip, gates, previousH, reset);
  else resetBeforeRows<Any>(rows, hidden, activation, gateClip, gates, previousH, reset);
}

function resetBeforeRows<Loop>(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, previousH: i32, reset: i32,
): void {
  const reach = splat(<f32>gateClip);
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), gate = at(gates + 3 * n * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, gate += 16) {
      const sumOfR = loadFour(gate), sumOfZ = loadFour(gate + width);
      const r = gateOf<Loop>(activation, sumOfR, reach);
      storeUpTo(gate, r, left);
      storeUpTo(gate + width, gateOf<Loop>(activation, sumOfZ, reach), left);
      storeUpTo(at(reset) + unit, f32x4.mul(r, loadFour(at(previousH) + unit)), left);
    }
  }
}

export function resetBeforeBackwardOf(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, previousH: i32, dReset: i32, dPreviousH: i32, dGates: i32,
): void {
  if (plainGates(activation, gateClip)) resetBeforeBack<Plain>(rows, hidden, activation, gateClip, gates, previousH, dReset, dPreviousH, dGates);
  else resetBeforeBack<Any>(rows, hidden, activation, gateClip, gates, previousH, dReset, dPreviousH, dGates);
}

function resetBeforeBack<Loop>(
  rows: i32, hidden: i32, activation: i32, gateClip: f64, gates: i32, previousH: i32, dReset: i32, dPreviousH: i32,
  dGates: i32,
): void {
  const shut = limitOf<Loop>(activation, -gateClip), open = limitOf<Loop>(activation, gateClip);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), block = at(3 * n * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, block += 16) {
      const r = loadFour(at(gates) + block), d = loadFour(at(dReset) + unit);
      const slope = slopeOfGate<Loop>(activation, r, shut, open);
      const dr = f32x4.mul(f32x4.mul(d, loadFour(at(previousH) + unit)), slope);
      storeUpTo(at(dGates) + block, dr, left);
      storeUpTo(at(dPreviousH) + unit, fma(d, r, loadFour(at(dPreviousH) + unit)), left);
    }
  }
}

export function mixForwardOf(rows: i32, hidden: i32, candidate: i32, gateClip: f64, gates: i32, previousH: i32, h: i32): void {
  if (isTanh(candidate) && gateClip == Infinity) mixRows<Plain>(rows, hidden, candidate, gateClip, gates, previousH, h);
  else mixRows<Any>(rows, hidden, candidate, gateClip, gates, previousH, h);
}

function mixRows<Loop>(
  rows: i32, hidden: i32, candidate: i32, gateClip: f64, gates: i32, previousH: i32, h: i32,
): void {
  const reach = splat(<f32>gateClip);
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), gate = at(gates + (3 * n + 1) * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, gate += 16) {
      const z = loadFour(gate), sum = loadFour(gate + width);
      const activation = candidateOf<Loop>(candidate, sum, reach);
      storeUpTo(gate + width, activation, left);
      const fresh = f32x4.mul(f32x4.sub(ones(), z), activation);
      storeUpTo(at(h) + unit, fma(z, loadFour(at(previousH) + unit), fresh), left);
    }
  }
}

export function mixBackwardOf(
  rows: i32, hidden: i32, activation: i32, candidate: i32, gateClip: f64, gates: i32, previousH: i32, dh: i32, dPreviousH: i32,
  dGates: i32,
): void {
  if (plainGates(activation, gateClip) && isTanh(candidate))
    mixBack<Plain>(rows, hidden, activation, candidate, gateClip, gates, previousH, dh, dPreviousH, dGates);
  else mixBack<Any>(rows, hidden, activation, candidate, gateClip, gates, previousH, dh, dPreviousH, dGates);
}

function mixBack<Loop>(
  rows: i32, hidden: i32, activation: i32, candidate: i32, gateClip: f64, gates: i32, previousH: i32, dh: i32,
  dPreviousH: i32, dGates: i32,
): void {
  const shut = limitOf<Loop>(activation, -gateClip), open = limitOf<Loop>(activation, gateClip);
  const lowest = limitOf<Loop>(candidate, -gateClip), highest = limitOf<Loop>(candidate, gateClip);
  const width = at(hidden);
  for (let row = 0; row < rows; row++) {
    let unit = at(row * hidden), block = at((3 * row + 1) * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, block += 16) {
      const gate = at(gates) + block, out = at(dGates) + block;
      const z = loadFour(gate), n = loadFour(gate + width), d = loadFour(at(dh) + unit);
      const slopeOfZ = slopeOfGate<Loop>(activation, z, shut, open);
      const slopeOfN = slopeOfCandidate<Loop>(candidate, n, lowest, highest);
      storeUpTo(out, f32x4.mul(f32x4.mul(d, f32x4.sub(loadFour(at(previousH) + unit), n)), slopeOfZ), left);
      storeUpTo(out + width, f32x4.mul(f32x4.mul(d, f32x4.sub(ones(), z)), slopeOfN), left);
      storeUpTo(at(dPreviousH) + unit, fma(d, z, loadFour(at(dPreviousH) + unit)), left);
    }
  }
}
