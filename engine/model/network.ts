import type { LstmOptions } from "../cells/lstm.ts";
import { EngineError } from "../errors.ts";
import type { Scope, SequenceLayer, Source } from "../layers/layer.ts";
import { registry } from "../registry/builtins.ts";
import { checkOptions, type NetworkSpec } from "../registry/options.ts";
import { Recurrent } from "../wrappers/recurrent.ts";

export type { NetworkSpec } from "../registry/options.ts";

export interface LstmSpec extends NetworkSpec, LstmOptions {
  readonly kind: "lstm";
}

export interface StackedSpec extends NetworkSpec {
  readonly kind: "stacked";
  /** From the input on. */
  readonly layers: readonly NetworkSpec[];
}

/**
 * Declares the network's memory to the scope's ledger. What its kinds mean, the registry knows.
 * @throws EngineError `badConfiguration` for an unknown kind or option, or one out of its limits.
 */
export function buildNetwork(spec: NetworkSpec, scope: Scope, source: Source): SequenceLayer {
  const { kind, ...given } = spec;
  const entry = registry.network(kind);
  const options = checkOptions(entry.options, given, `${kind} of ${scope.path || "the network"}`);
  switch (entry.kind) {
    case "cell":
      return new Recurrent(scope, source, entry.build(options, { scope, source }));
    case "layer":
      return entry.build(options, { scope, source });
    case "wrapper":
      return entry.build(options, { scope, source, build: buildNetwork });
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
