import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Ids, ModelDescription, States, Tensor, Tensors } from "./parityCase.ts";
import { stateShapes, weightShapes } from "./shapes.ts";

/**
 * The numbers of a drawn case, from a seed: all of them different from each other and from zero, so that a swapped gate or a forgotten
 * bias shows. Four decimals are enough, and keep the files readable.
 */
export class Numbers {
  readonly #generator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  tensor(shape: readonly number[], middle = 0, spread = 0.6): Tensor {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const number = () => middle + spread * (2 * uniformFloat64(this.#generator) - 1);
    return { shape, data: Array.from({ length: size }, () => Math.round(number() * 1e4) / 1e4) };
  }

  /** [rows, columns] of ids below `size`. */
  ids(rows: number, columns: number, size: number): Ids {
    const row = () => Array.from({ length: columns }, () => this.below(size));
    return { ids: Array.from({ length: rows }, row) };
  }

  /** 0 to `size` - 1. */
  below(size: number): number {
    return uniformInt(this.#generator, 0, size - 1);
  }

  /** Scales of layer normalization lie around 1, everything else around 0. */
  weights(model: ModelDescription): Tensors {
    const drawn = (path: string, shape: readonly number[]) =>
      path.endsWith("gamma") ? this.tensor(shape, 1, 0.3) : this.tensor(shape);
    return Object.fromEntries(weightShapes(model).map(([path, shape]) => [path, drawn(path, shape)]));
  }

  /** @param batch N */
  states(model: ModelDescription, batch: number): States {
    const inputs = model.embedding?.size ?? model.inputSize;
    const drawn = stateShapes(model.network, inputs).map(({ path, h, c }) => {
      const state = { h: this.tensor([batch, h]) };
      return [path, c === undefined ? state : { ...state, c: this.tensor([batch, c]) }] as const;
    });
    return Object.fromEntries(drawn);
  }
}
