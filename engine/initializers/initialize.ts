import type { Parameter } from "../memory/parameter.ts";
import type { Random } from "../random/random.ts";
import { registry } from "../registry/builtins.ts";
import type { InitializerName, TrainingConfig } from "../training/config.ts";
import { type Initializer, zeros } from "./initializers.ts";

export type InitializerConfig = Pick<TrainingConfig, "kernelInitializer" | "recurrentInitializer" | "initializerScale">;

/** Kernels and recurrent kernels as the configuration says, biases zero; in memory order, from one stream of random numbers. */
export function initialize(parameters: readonly Parameter[], config: InitializerConfig, random: Random): void {
  const kernel = initializerNamed(config.kernelInitializer, config.initializerScale);
  const recurrent = initializerNamed(config.recurrentInitializer, config.initializerScale);
  for (const { rowMeaning, value, rows, columns, initialValue } of parameters) {
    if (initialValue !== null) {
      value.fill(initialValue);
      continue;
    }
    const fill = rowMeaning === "none" ? zeros : rowMeaning === "unit" ? recurrent : kernel;
    fill(value, rows, columns, random);
  }
}

/** @param scale half-width of `uniform`, value of `constant`. @throws EngineError `badConfiguration` for an unknown name. */
export function initializerNamed(name: InitializerName, scale: number): Initializer {
  const takesScale = "scale" in registry.get("initializer", name).options;
  return registry.build("initializer", name, takesScale ? { scale } : {}, null);
}
