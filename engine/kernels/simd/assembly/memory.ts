import { ones } from "./activations";
import { at, fma, loadFour, splat, storeUpTo } from "./lanes";
import {
  Any, candidateOf, clipped, gateOf, isTanh, limitOf, Plain, plainGates, readOf, slopeOfCandidate, slopeOfGate, slopeOfRead,
} from "./loops";

/**
 * The rules of `reference/memory.ts`: gates [4H] and the [H] of a state, four units of a row at a time. Each loop is compiled twice, as
 * `Plain` and as `Any`.
 */

/** Of an array that may be absent: its offset is -1 then. */
@inline function loadOr(offset: i32, from: usize, absent: f32): v128 {
  return offset < 0 ? splat(absent) : loadFour(from);
}

export function memoryForwardOf(
  rows: i32, hidden: i32, activation: i32, candidate: i32, coupled: i32, forgetBias: f64, gateClip: f64, cellClip: f64,
  peepholes: i32, mask: i32, gates: i32, previousC: i32, c: i32,
): void {
  if (plainGates(activation, gateClip) && isTanh(candidate) && coupled == 0)
    memoryRows<Plain>(
      rows, hidden, activation, candidate, coupled, forgetBias, gateClip, cellClip, peepholes, mask, gates, previousC, c,
    );
  else
    memoryRows<Any>(
      rows, hidden, activation, candidate, coupled, forgetBias, gateClip, cellClip, peepholes, mask, gates, previousC, c,
    );
}

function memoryRows<Loop>(
  rows: i32, hidden: i32, activation: i32, candidate: i32, coupled: i32, forgetBias: f64, gateClip: f64, cellClip: f64,
  peepholes: i32, mask: i32, gates: i32, previousC: i32, c: i32,
): void {
  const bias = splat(<f32>forgetBias), reach = splat(<f32>gateClip), bound = splat(<f32>cellClip);
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), gate = at(gates + 4 * n * hidden), peephole = at(peepholes);
    for (let left = hidden; left > 0; left -= 4, unit += 16, gate += 16, peephole += 16) {
      const before = loadFour(at(previousC) + unit);
      const sumOfI = fma(loadOr(peepholes, peephole, 0), before, loadFour(gate));
      const i = gateOf<Loop>(activation, sumOfI, reach);
      storeUpTo(gate, i, left);
      const sumOfG = loadFour(gate + 2 * width);
      const g = candidateOf<Loop>(candidate, sumOfG, reach);
      storeUpTo(gate + 2 * width, g, left);
      const biased = f32x4.add(loadFour(gate + width), bias);
      const sumOfF = fma(loadOr(peepholes, peephole + width, 0), before, biased);
      const free = isBoolean<Loop>() || coupled == 0;
      const f = free ? gateOf<Loop>(activation, sumOfF, reach) : f32x4.sub(ones(), i);
      storeUpTo(gate + width, f, left);
      const fresh = f32x4.mul(f32x4.mul(i, g), loadOr(mask, at(mask) + unit, 1));
      storeUpTo(at(c) + unit, clipped(fma(f, before, fresh), bound), left);
    }
  }
}

export function memoryBackwardOf(
  rows: i32, hidden: i32, activation: i32, candidate: i32, coupled: i32, gateClip: f64, cellClip: f64,
  peepholes: i32, mask: i32, gates: i32, previousC: i32, c: i32, dc: i32, dPreviousC: i32, dGates: i32,
): void {
  if (plainGates(activation, gateClip) && isTanh(candidate) && coupled == 0)
    memoryBack<Plain>(
      rows, hidden, activation, candidate, coupled, gateClip, cellClip, peepholes, mask, gates, previousC, c, dc, dPreviousC, dGates,
    );
  else
    memoryBack<Any>(
      rows, hidden, activation, candidate, coupled, gateClip, cellClip, peepholes, mask, gates, previousC, c, dc, dPreviousC, dGates,
    );
}

function memoryBack<Loop>(
  rows: i32, hidden: i32, activation: i32, candidate: i32, coupled: i32, gateClip: f64, cellClip: f64,
  peepholes: i32, mask: i32, gates: i32, previousC: i32, c: i32, dc: i32, dPreviousC: i32, dGates: i32,
): void {
  const bound = splat(<f32>cellClip);
  const shut = limitOf<Loop>(activation, -gateClip), open = limitOf<Loop>(activation, gateClip);
  const lowest = limitOf<Loop>(candidate, -gateClip), highest = limitOf<Loop>(candidate, gateClip);
  const width = at(hidden);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), block = at(4 * n * hidden), peephole = at(peepholes);
    for (let left = hidden; left > 0; left -= 4, unit += 16, block += 16, peephole += 16) {
      const gate = at(gates) + block, out = at(dGates) + block;
      const i = loadFour(gate), f = loadFour(gate + width), g = loadFour(gate + 2 * width);
      const stopped = f32x4.ge(f32x4.abs(loadFour(at(c) + unit)), bound);
      const dMemory = v128.andnot(loadFour(at(dc) + unit), stopped);
      const dFresh = f32x4.mul(dMemory, loadOr(mask, at(mask) + unit, 1));
      const dKept = f32x4.mul(dMemory, loadFour(at(previousC) + unit));
      const free = isBoolean<Loop>() || coupled == 0;
      const dOpen = f32x4.mul(dFresh, g), dInput = free ? dOpen : f32x4.sub(dOpen, dKept);
      const di = f32x4.mul(dInput, slopeOfGate<Loop>(activation, i, shut, open));
      const df = free ? f32x4.mul(dKept, slopeOfGate<Loop>(activation, f, shut, open)) : splat(0);
      const slopeOfG = slopeOfCandidate<Loop>(candidate, g, lowest, highest);
      storeUpTo(out, di, left);
      storeUpTo(out + width, df, left);
      storeUpTo(out + 2 * width, f32x4.mul(f32x4.mul(dFresh, i), slopeOfG), left);
      let dBefore = fma(dMemory, f, loadFour(at(dPreviousC) + unit));
      dBefore = fma(di, loadOr(peepholes, peephole, 0), dBefore);
      storeUpTo(at(dPreviousC) + unit, fma(df, loadOr(peepholes, peephole + width, 0), dBefore), left);
    }
  }
}

export function outputForwardOf(
  rows: i32, hidden: i32, activation: i32, read: i32, gateClip: f64, peepholes: i32, gates: i32, c: i32, readC: i32, h: i32,
): void {
  if (plainGates(activation, gateClip) && isTanh(read))
    outputRows<Plain>(rows, hidden, activation, read, gateClip, peepholes, gates, c, readC, h);
  else outputRows<Any>(rows, hidden, activation, read, gateClip, peepholes, gates, c, readC, h);
}

function outputRows<Loop>(
  rows: i32, hidden: i32, activation: i32, read: i32, gateClip: f64, peepholes: i32, gates: i32, c: i32, readC: i32, h: i32,
): void {
  const reach = splat(<f32>gateClip);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), gate = at(gates + (4 * n + 3) * hidden), peephole = at(peepholes + 2 * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, gate += 16, peephole += 16) {
      const state = loadFour(at(c) + unit);
      const sum = fma(loadOr(peepholes, peephole, 0), state, loadFour(gate));
      const o = gateOf<Loop>(activation, sum, reach);
      storeUpTo(gate, o, left);
      const squashed = readOf<Loop>(read, state);
      storeUpTo(at(readC) + unit, squashed, left);
      storeUpTo(at(h) + unit, f32x4.mul(o, squashed), left);
    }
  }
}

export function outputBackwardOf(
  rows: i32, hidden: i32, activation: i32, read: i32, gateClip: f64, peepholes: i32, gates: i32, readC: i32, dh: i32, dc: i32,
  dGates: i32,
): void {
  if (plainGates(activation, gateClip) && isTanh(read))
    outputBack<Plain>(rows, hidden, activation, read, gateClip, peepholes, gates, readC, dh, dc, dGates);
  else outputBack<Any>(rows, hidden, activation, read, gateClip, peepholes, gates, readC, dh, dc, dGates);
}

function outputBack<Loop>(
  rows: i32, hidden: i32, activation: i32, read: i32, gateClip: f64, peepholes: i32, gates: i32, readC: i32, dh: i32, dc: i32,
  dGates: i32,
): void {
  const shut = limitOf<Loop>(activation, -gateClip), open = limitOf<Loop>(activation, gateClip);
  for (let n = 0; n < rows; n++) {
    let unit = at(n * hidden), block = at((4 * n + 3) * hidden), peephole = at(peepholes + 2 * hidden);
    for (let left = hidden; left > 0; left -= 4, unit += 16, block += 16, peephole += 16) {
      const o = loadFour(at(gates) + block), squashed = loadFour(at(readC) + unit);
      const d = loadFour(at(dh) + unit);
      const slopeOfO = slopeOfGate<Loop>(activation, o, shut, open);
      const dOutput = f32x4.mul(f32x4.mul(d, squashed), slopeOfO);
      storeUpTo(at(dGates) + block, dOutput, left);
      const dState = fma(f32x4.mul(d, o), slopeOfRead<Loop>(read, squashed), loadFour(at(dc) + unit));
      storeUpTo(at(dc) + unit, fma(dOutput, loadOr(peepholes, peephole, 0), dState), left);
    }
  }
}
