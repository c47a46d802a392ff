import type { Parameter } from "../memory/parameter.ts";
import type { Random } from "../random/random.ts";
import type { Initializer } from "./initializers.ts";

/** How each sort of parameter begins. Those that say themselves what they begin at (a normalization's gain) are not asked. */
export interface Initializers {
  /** What reads the input or the layer below; a dense layer's too. */
  readonly kernel: Initializer;
  readonly recurrentKernel: Initializer;
  readonly bias: Initializer;
}

/** In memory order, from one stream of random numbers. */
export function initializeWith(parameters: readonly Parameter[], initializers: Initializers, random: Random): void {
  for (const { rowMeaning, value, rows, columns, gates, initialValue } of parameters) {
    if (initialValue !== null) value.fill(initialValue);
    else initializerFor(rowMeaning, initializers)(value, rows, columns, random, gates);
  }
}

function initializerFor(rowMeaning: Parameter["rowMeaning"], { kernel, recurrentKernel, bias }: Initializers): Initializer {
  switch (rowMeaning) {
    case "none":
      return bias;
    case "unit":
      return recurrentKernel;
    case "token":
    case "unitBelow":
      return kernel;
    default:
      return rowMeaning satisfies never;
  }
}
