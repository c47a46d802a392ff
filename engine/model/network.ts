import { EngineError } from "../errors/errors.ts";
import type { Scope, SequenceLayer, Source } from "../layers/layer.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import { networkKinds } from "../registry/entry.ts";
import { readNamed } from "../registry/named.ts";
import { checkOptions } from "../registry/options.ts";
import type { Registry } from "../registry/registry.ts";
import { Recurrent } from "../wrappers/recurrent.ts";

/**
 * Declares the network's memory to the scope's ledger. What its names mean, the registry knows.
 * @throws EngineError `badConfiguration` for an unknown name or option, or one out of its limits.
 */
export function buildNetwork(registry: Registry, spec: NetworkSpec, scope: Scope, source: Source): SequenceLayer {
  const { entry, options: given } = readNamed(registry, networkKinds, spec);
  const options = checkOptions(entry.options, given, `${entry.name} of ${scope.path || "the network"}`);
  switch (entry.kind) {
    case "cell":
      return new Recurrent(scope, source, entry.build(options, { scope, source }));
    case "layer":
      return entry.build(options, { scope, source });
    case "wrapper":
      return entry.build(options, {
        scope,
        source,
        build: (inner, within, below) => buildNetwork(registry, inner, within, below),
      });
    default:
      return entry satisfies never;
  }
}

export function requireSize(size: number, name: string): void {
  if (Number.isInteger(size) && size >= 1) return;
  throw new EngineError(
    "badConfiguration",
    `${name} is ${size}, must be a whole number from 1 on.`,
    "Change it and build again.",
  );
}
