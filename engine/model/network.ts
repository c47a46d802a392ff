import { EngineError } from "../errors/errors.ts";
import type { CellPlace, Scope, SequenceLayer, Source } from "../layers/layer.ts";
import type { CellInfo, NetworkNode } from "../layers/networkNode.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import { networkKinds } from "../registry/entry.ts";
import { readNamed } from "../registry/named.ts";
import { checkOptions, type Schema } from "../registry/options.ts";
import type { Registry } from "../registry/registry.ts";
import type { Operand } from "../trace/operands.ts";
import { Recurrent } from "../wrappers/recurrent.ts";

export interface BuiltNetwork {
  readonly layer: SequenceLayer;
  readonly node: NetworkNode;
}

/**
 * Declares the network's memory to the scope's ledger. What its names mean, the registry knows.
 * @throws EngineError `badConfiguration` for an unknown name or option, or one out of its limits.
 */
export function buildNetwork(registry: Registry, spec: NetworkSpec, scope: Scope, source: Source): BuiltNetwork {
  const { entry, options: given } = readNamed(registry, networkKinds, spec);
  const options = checkOptions(entry.options, given, `${entry.name} of ${scope.path || "the network"}`);
  const children: NetworkNode[] = [];
  const build = (inner: NetworkSpec, within: Scope, below: Source): SequenceLayer => {
    const built = buildNetwork(registry, inner, within, below);
    children.push(built.node);
    return built.layer;
  };
  const node = (layer: SequenceLayer, cell: CellInfo | null): BuiltNetwork => ({
    layer,
    node: {
      kind: entry.name,
      path: scope.path,
      options: ownOptions(entry.options, options),
      inputSize: source.size,
      outputSize: layer.output.size,
      children,
      cell,
    },
  });
  switch (entry.kind) {
    case "cell": {
      const recurrent = new Recurrent(scope, source, entry.build(options, { scope, source }));
      return node(recurrent, infoOf(recurrent));
    }
    case "layer":
      return node(entry.build(options, { scope, source }), null);
    case "wrapper":
      return node(entry.build(options, { scope, source, build }), null);
    default:
      return entry satisfies never;
  }
}

const infoOf = ({ gates, states, reversed, derivations }: CellPlace): CellInfo => ({
  gates,
  states: states.map(({ name, size }) => ({ name, size })),
  reversed,
  quantities: derivations.map(({ quantity }) => quantity),
  formulas: derivations.map(({ quantity, text, operands }) => ({ quantity, text, reads: readsOf(operands) })),
});

const readsOf = (operands: readonly Operand[]) =>
  operands.filter(({ role }) => role === "quantity").map(({ name, time, pattern }) => ({ name, time, pattern }));

const ownOptions = (schema: Schema, options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(options).filter(([name]) => !["network", "networks"].includes(schema[name]!.type)));

export function requireSize(size: number, name: string): void {
  if (Number.isInteger(size) && size >= 1) return;
  throw new EngineError(
    "badConfiguration",
    `${name} is ${size}, must be a whole number from 1 on.`,
    "Change it and build again.",
  );
}
