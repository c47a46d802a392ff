import type { Rows } from "../../unit/engine/articles/layouts.ts";

/**
 * The article's closer look under the hood, again by hand: layers of LSTM cells recomputed from the numbers that Keras' `getWeights()`
 * gives, one unit after another, with no matrix and no library. For one row of a batch.
 */

export interface KerasLayer {
  /** [D, 4H], gates i f c o */
  readonly kernel: Rows;
  /** [H, 4H] */
  readonly recurrentKernel: Rows;
  /** [4H] */
  readonly bias: readonly number[];
}

export interface KerasDense {
  /** [H, 1] */
  readonly kernel: Rows;
  readonly bias: number;
}

export interface HandState {
  readonly h: number[];
  readonly c: number[];
}

/** Keras 2's and TensorFlow.js'. */
const hardSigmoid = (z: number): number => Math.min(1, Math.max(0, 0.2 * z + 0.5));

function cellStep({ kernel, recurrentKernel, bias }: KerasLayer, x: readonly number[], { h, c }: HandState): HandState {
  const size = h.length;
  const preActivation = (gate: number, unit: number): number => {
    const column = gate * size + unit;
    let sum = bias[column];
    for (let d = 0; d < x.length; d++) sum += x[d] * kernel[d][column];
    for (let k = 0; k < size; k++) sum += h[k] * recurrentKernel[k][column];
    return sum;
  };
  const next: HandState = { h: [], c: [] };
  for (let unit = 0; unit < size; unit++) {
    const [i, f, candidate, o] = [0, 1, 2, 3].map((gate) => preActivation(gate, unit));
    next.c[unit] = hardSigmoid(f) * c[unit] + hardSigmoid(i) * Math.tanh(candidate);
    next.h[unit] = hardSigmoid(o) * Math.tanh(next.c[unit]);
  }
  return next;
}

export const zeroStates = (layers: readonly KerasLayer[]): HandState[] =>
  layers.map(({ recurrentKernel: { length } }) => ({
    h: new Array<number>(length).fill(0),
    c: new Array<number>(length).fill(0),
  }));

/** @param states of each layer; they are moved on. @returns the number that the dense layer makes of the last step. */
export function manyToOne(layers: readonly KerasLayer[], dense: KerasDense, sequence: Rows, states = zeroStates(layers)): number {
  for (const sample of sequence) {
    let below: readonly number[] = sample;
    for (const [index, layer] of layers.entries()) {
      states[index] = cellStep(layer, below, states[index]);
      below = states[index].h;
    }
  }
  return states[layers.length - 1].h.reduce((sum, value, unit) => sum + value * dense.kernel[unit][0], dense.bias);
}
