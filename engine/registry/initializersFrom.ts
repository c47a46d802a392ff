import type { Initializers } from "../initializers/initialize.ts";
import type { Initializer } from "../initializers/initializers.ts";
import type { NamedSpec } from "../layers/networkSpec.ts";
import { readNamed } from "./named.ts";
import type { Registry } from "./registry.ts";

/** How each sort of parameter begins, by the names of initializers: `{ kernel: "glorotUniform", bias: { uniform: { scale: 0.1 } } … }`. */
export interface InitializerSpecs {
  readonly kernel: NamedSpec;
  readonly recurrentKernel: NamedSpec;
  readonly bias: NamedSpec;
  /** As a kernel where left out, or null. */
  readonly embedding?: NamedSpec | null;
}

/** @throws EngineError `badConfiguration` for an unknown name or option, or one out of its limits. */
export function initializersFrom(
  registry: Registry,
  { kernel, recurrentKernel, bias, embedding }: InitializerSpecs,
): Initializers {
  const initializer = (spec: NamedSpec): Initializer => {
    const { entry, options } = readNamed(registry, ["initializer"], spec);
    return registry.build("initializer", entry.name, options, null);
  };
  const own = embedding === undefined || embedding === null ? {} : { embedding: initializer(embedding) };
  return { kernel: initializer(kernel), recurrentKernel: initializer(recurrentKernel), bias: initializer(bias), ...own };
}
