import type { FloatArray } from "../../memory/arena.ts";

/** σ(x) = 1 / (1 + e⁻ˣ): where e⁻ˣ overflows this is 1 / ∞ = 0, whereas eˣ / (1 + eˣ) would be NaN from x = 710 on. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** i, f, o = σ(·), g = tanh(·); c = f · c₋ + i · g; h = o · tanh c. Gates lie in rows of 4H, in the order i f g o. */
export function gatesForward(
  x: FloatArray,
  rows: number,
  hidden: number,
  forgetBias: number,
  gates: number,
  previousC: number,
  c: number,
  tanhC: number,
  h: number,
): void {
  for (let n = 0; n < rows; n++) {
    const atI = gates + n * 4 * hidden;
    const atF = atI + hidden;
    const atG = atF + hidden;
    const atO = atG + hidden;
    const row = n * hidden;
    for (let j = 0; j < hidden; j++) {
      const i = sigmoid(x[atI + j]);
      const f = sigmoid(x[atF + j] + forgetBias);
      const g = Math.tanh(x[atG + j]);
      const o = sigmoid(x[atO + j]);
      const state = f * x[previousC + row + j] + i * g;
      const squashed = Math.tanh(state);
      x[atI + j] = i;
      x[atF + j] = f;
      x[atG + j] = g;
      x[atO + j] = o;
      x[c + row + j] = state;
      x[tanhC + row + j] = squashed;
      x[h + row + j] = o * squashed;
    }
  }
}

/**
 * With σ' = σ (1 - σ) and tanh' = 1 - tanh², and all gradients with respect to pre-activations:
 *
 *     dc += dh · o · (1 - tanh² c)      dc₋ += dc · f
 *     di = dc · g · i (1 - i)           df = dc · c₋ · f (1 - f)
 *     dg = dc · i · (1 - g²)            do = dh · tanh c · o (1 - o)
 */
export function gatesBackward(
  x: FloatArray,
  rows: number,
  hidden: number,
  gates: number,
  previousC: number,
  tanhC: number,
  dh: number,
  dc: number,
  dPreviousC: number,
  dGates: number,
): void {
  for (let n = 0; n < rows; n++) {
    const block = n * 4 * hidden;
    const row = n * hidden;
    for (let j = 0; j < hidden; j++) {
      const at = block + j;
      const i = x[gates + at];
      const f = x[gates + at + hidden];
      const g = x[gates + at + 2 * hidden];
      const o = x[gates + at + 3 * hidden];
      const squashed = x[tanhC + row + j];
      const dState = x[dc + row + j] + x[dh + row + j] * o * (1 - squashed * squashed);
      x[dc + row + j] = dState;
      x[dPreviousC + row + j] = x[dPreviousC + row + j] + dState * f;
      x[dGates + at] = dState * g * i * (1 - i);
      x[dGates + at + hidden] = dState * x[previousC + row + j] * f * (1 - f);
      x[dGates + at + 2 * hidden] = dState * i * (1 - g * g);
      x[dGates + at + 3 * hidden] = x[dh + row + j] * squashed * o * (1 - o);
    }
  }
}
