import { type Initializers, initializeWith } from "../initializers/initialize.ts";
import { type Initializer, zeros } from "../initializers/initializers.ts";
import type { Parameter } from "../memory/parameter.ts";
import type { Random } from "../random/random.ts";
import type { InitializerName, TrainingConfig } from "../recipe/config.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Registry } from "../registry/registry.ts";

export type InitializerConfig = Pick<TrainingConfig, "kernelInitializer" | "recurrentInitializer" | "initializerScale">;

/** Kernels and recurrent kernels as the configuration says, biases zero. */
export function initialize(
  parameters: readonly Parameter[],
  config: InitializerConfig,
  random: Random,
  registry: Registry = createRegistry(),
): void {
  initializeWith(parameters, initializersOf(registry, config), random);
}

/** The scale is half-width of `uniform`, deviation of `normal`, value of `constant`. @throws EngineError `badConfiguration` for an unknown name. */
export function initializersOf(
  registry: Registry,
  { kernelInitializer, recurrentInitializer, initializerScale: scale }: InitializerConfig,
): Initializers {
  const named = (name: InitializerName): Initializer => {
    const takesScale = "scale" in registry.get("initializer", name).options;
    return registry.build("initializer", name, takesScale ? { scale } : {}, null);
  };
  return { kernel: named(kernelInitializer), recurrentKernel: named(recurrentInitializer), bias: zeros };
}
