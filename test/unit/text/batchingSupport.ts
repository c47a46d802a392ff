import { EngineError } from "../../../engine/errors/errors.ts";
import type { BatchBuffers } from "../../../engine/text/batching/batcher.ts";
import type { RandomSource } from "../../../engine/text/batching/windowWalk.ts";

/** Deals out what it was given, over and over. */
export function dealt(...numbers: number[]): RandomSource {
  let next = 0;
  return {
    below: (bound) => numbers[next++ % numbers.length]! % bound,
    save: () => [next, 0, 0, 0],
    restore: ([place]) => {
      next = place;
    },
  };
}

/** Room for ids alone. */
export const buffersOf = (inputs: number, targets: number): BatchBuffers => ({
  inputs: new Int32Array(inputs),
  features: new Float64Array(0),
  targets: new Int32Array(targets),
  targetFeatures: new Float64Array(0),
});

export const counting = (length: number) => Int32Array.from({ length }, (_, i) => i);

export function thrownBy(act: () => unknown): EngineError {
  try {
    act();
  } catch (error) {
    if (error instanceof EngineError) return error;
  }
  throw new Error("nothing was thrown");
}
