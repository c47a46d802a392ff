import { EngineError, type Place } from "../errors/errors.ts";
import { placedAt, placedWithin } from "../errors/placed.ts";
import type { CellPlace, Scope, SequenceLayer, Source } from "../layers/layer.ts";
import type { CellInfo, NetworkNode } from "../layers/networkNode.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import { networkKinds } from "../registry/entry.ts";
import { checkOptions } from "../registry/fillUp.ts";
import { type Named, readNamed } from "../registry/named.ts";
import type { Schema } from "../registry/options.ts";
import type { Registry } from "../registry/registry.ts";
import type { Operand } from "../trace/operands.ts";
import { Recurrent } from "../wrappers/recurrent.ts";

export interface BuiltNetwork {
  readonly layer: SequenceLayer;
  readonly node: NetworkNode;
}

/**
 * Layers, cells and wrappers that a network is built of at the most: more than anybody trains. A short text can ask for any number, because
 * two directions without a `backward` are built of one network twice.
 */
const mostParts = 1000;

/**
 * Declares the network's memory to the scope's ledger. What its names mean, the registry knows.
 * @throws EngineError `badConfiguration` for an unknown name or option, or one out of its limits; its place is told from the spec on.
 */
export const buildNetwork = (registry: Registry, spec: NetworkSpec, scope: Scope, source: Source): BuiltNetwork =>
  buildPart(registry, spec, scope, source, { left: mostParts });

function buildPart(registry: Registry, spec: NetworkSpec, scope: Scope, source: Source, parts: { left: number }): BuiltNetwork {
  if (parts.left-- === 0) throw tooManyParts();
  const named = placedAt([], () => readNamed(registry, networkKinds, spec));
  const { entry, options: given } = named;
  const own: Place = typeof spec === "string" ? [] : [entry.name];
  const owner = `${entry.name} of ${scope.path || "the network"}`;
  const options = placedWithin(own, () => checkOptions(entry.options, given, owner));
  const children: NetworkNode[] = [];
  const build = (inner: NetworkSpec, within: Scope, below: Source): SequenceLayer => {
    const place = [...own, ...placeOf(inner, named, children.length)];
    const built = placedWithin(place, () => buildPart(registry, inner, within, below, parts));
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
  return placedAt(own, () => {
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
  });
}

const tooManyParts = (): EngineError =>
  new EngineError(
    "badConfiguration",
    `The network is built of more than ${mostParts.toLocaleString("en")} layers, cells and wrappers.`,
    "Use fewer; what reads in both directions is built twice where it has no backward network of its own.",
    [],
  );

/** Where a network stands among the options of what wraps it. @param from in a list, the first place where it can be */
function placeOf(inner: NetworkSpec, { options, alone }: Named, from: number): Place {
  for (const [name, value] of Object.entries(options)) {
    const within = name === alone ? [] : [name];
    if (value === inner) return within;
    if (!Array.isArray(value)) continue;
    const at = value.includes(inner, from) ? value.indexOf(inner, from) : value.indexOf(inner);
    if (at >= 0) return [...within, at];
  }
  return [];
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
