import { LstmCell, type LstmOptions } from "../cells/lstm.ts";
import { EngineError } from "../errors.ts";
import { type Scope, type SequenceLayer, type Source, within } from "../layers/layer.ts";
import { Recurrent } from "../wrappers/recurrent.ts";
import { Stacked } from "../wrappers/stacked.ts";

/** A network as plain data; wrappers nest freely. */
export type NetworkSpec = LstmSpec | StackedSpec;

export interface LstmSpec extends LstmOptions {
  readonly kind: "lstm";
}

export interface StackedSpec {
  readonly kind: "stacked";
  /** From the input on. */
  readonly layers: readonly NetworkSpec[];
}

/** Declares the network's memory to the scope's ledger. @throws EngineError `badConfiguration` for a size that cannot be. */
export function buildNetwork(spec: NetworkSpec, scope: Scope, source: Source): SequenceLayer {
  switch (spec.kind) {
    case "lstm":
      requireSize(spec.hiddenSize, `hiddenSize of ${scope.path || "the network"}`);
      return new Recurrent(scope, source, new LstmCell(scope, source, spec));
    case "stacked":
      return buildStacked(spec, scope, source);
    default:
      return spec satisfies never;
  }
}

function buildStacked({ layers }: StackedSpec, scope: Scope, source: Source): SequenceLayer {
  requireSize(layers.length, "the number of stacked layers");
  const built: SequenceLayer[] = [];
  for (const [place, layer] of layers.entries())
    built.push(buildNetwork(layer, within(scope, String(place)), built.at(-1)?.output ?? source));
  return new Stacked(built);
}

export function requireSize(size: number, name: string): void {
  if (Number.isInteger(size) && size >= 1) return;
  throw new EngineError(
    "badConfiguration",
    `${name} is ${size}, must be a whole number from 1 on.`,
    "Change it and build again.",
  );
}
