import type { Parameter } from "../memory/parameter.ts";
import type { Random } from "../random/random.ts";
import { registry } from "../registry/builtins.ts";
import type { InitializerName, TrainingConfig } from "../training/config.ts";
import { type Initializer, zeros } from "./initializers.ts";

export type InitializerConfig = Pick<TrainingConfig, "kernelInitializer" | "recurrentInitializer" | "initializerScale">;

/** How each sort of parameter begins. Those that say themselves what they begin at (a normalization's gain) are not asked. */
export interface Initializers {
  /** What reads the input or the layer below; a dense layer's too. */
  readonly kernel: Initializer;
  readonly recurrentKernel: Initializer;
  readonly bias: Initializer;
}

/** Kernels and recurrent kernels as the configuration says, biases zero. */
export function initialize(parameters: readonly Parameter[], config: InitializerConfig, random: Random): void {
  const kernel = initializerNamed(config.kernelInitializer, config.initializerScale);
  const recurrentKernel = initializerNamed(config.recurrentInitializer, config.initializerScale);
  initializeWith(parameters, { kernel, recurrentKernel, bias: zeros }, random);
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

/** @param scale half-width of `uniform`, deviation of `normal`, value of `constant`. @throws EngineError `badConfiguration` for an unknown name. */
export function initializerNamed(name: InitializerName, scale: number): Initializer {
  const takesScale = "scale" in registry.get("initializer", name).options;
  return registry.build("initializer", name, takesScale ? { scale } : {}, null);
}
