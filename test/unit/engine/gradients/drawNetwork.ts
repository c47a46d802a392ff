import fc from "fast-check";
import { denseActivations } from "../../../../engine/layers/hiddenDense.ts";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import { createRegistry } from "../../../../engine/registry/builtins/createRegistry.ts";
import type { NumberOption, Option } from "../../../../engine/registry/options.ts";

const registry = createRegistry();

/**
 * Networks of a given output size, out of whatever the registry holds. A new option of a cell is drawn by itself; a new cell too, if it
 * has a `hiddenSize`; a new wrapper gets a line here.
 */
export function networksOf(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  if (depth === 0) return cellsOf(size);
  const within = () => networksOf(size, depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: cellsOf(size) },
    { weight: 2, arbitrary: stacks(size, depth - 1) },
    { weight: 1, arbitrary: connectedStacks(size, depth - 1) },
    { weight: 1, arbitrary: merged(within(), within()) },
    { weight: 1, arbitrary: reversed(within()) },
    { weight: 1, arbitrary: concatenated(size, depth - 1) },
  );
}

/** As {@link networksOf}, above an input of ids: an embedding or one-hot rows may stand below it. */
export function networksOnIds(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  const bottom = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((length): NetworkSpec => ({ embedding: { size: length } })),
    fc.constant<NetworkSpec>({ oneHot: {} }),
  );
  const above = networksOf(size, depth);
  return fc.oneof(
    above,
    fc.tuple(bottom, above).map((layers) => ({ stacked: { layers } })),
  );
}

/** Every cell with all its options, drawn from the schema that the registry has of them. */
export function cellsOf(size: number): fc.Arbitrary<NetworkSpec> {
  const names = registry.names("cell").filter((name) => "hiddenSize" in registry.get("cell", name).options);
  // Fewer than four units normalized leave little but signs.
  const kinds = names.filter((name) => name !== "layerNormLstm" || size >= 4);
  return fc.oneof(...kinds.map((kind) => cellOf(kind, size)));
}

function cellOf(kind: string, size: number): fc.Arbitrary<NetworkSpec> {
  const { hiddenSize: _, projectionSize, projectionClip, ...others } = registry.get("cell", kind).options;
  const options = fc.record(Object.fromEntries(Object.entries(others).map(([name, option]) => [name, valuesOf(option)])));
  const sizes: fc.Arbitrary<object>[] = [fc.constant({ hiddenSize: size })];
  // A projection decides the size of the output; the cell within may have another.
  if (projectionSize && projectionClip) {
    const within = fc.record({ hiddenSize: fc.integer({ min: 1, max: 4 }), projectionClip: valuesOf(projectionClip) });
    sizes.push(within.map((given) => ({ ...given, projectionSize: size })));
  }
  return fc.tuple(options, fc.oneof(...sizes)).map(([drawn, given]) => ({ [kind]: { ...agreeing(drawn), ...given } }));
}

/**
 * Whether some gates are no fractions: they multiply what they let through, and its roundings, from step to step, so that it is soon too
 * large to compare. Such a network is to have smaller weights.
 */
export const multiplies = (network: NetworkSpec): boolean =>
  /"recurrentActivation":"(?:relu|linear|tanh|softsign)"/u.test(JSON.stringify(network));

/** A forget gate that is one minus the input gate has no bias to add. */
const agreeing = (drawn: object): object => ("inputForget" in drawn && drawn.inputForget ? { ...drawn, forgetBias: 0 } : drawn);

function valuesOf(option: Option): fc.Arbitrary<unknown> {
  switch (option.type) {
    case "number":
      return fc.oneof(fc.constant(option.fallback ?? undefined), numbersOf(option));
    case "flag":
      return fc.boolean();
    case "choice":
      return fc.constantFrom(...option.choices);
    case "rate":
    case "network":
    case "networks":
    case "text":
    case "entry":
    case "group":
    case "list":
    case "map":
      throw new Error(`A cell's option of the type "${option.type}" needs a line in drawNetwork.ts.`);
    default:
      return option satisfies never;
  }
}

/** Within the limits and of ordinary size. */
function numbersOf({ minimum, maximum, integer }: NumberOption): fc.Arbitrary<number> {
  const [min, max] = [Math.max(minimum, -1.5), Math.min(maximum, 1.5)];
  if (integer) return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  // Hundredths: what shrinks to something readable.
  return fc.integer({ min: Math.ceil(min * 100) || 1, max: Math.floor(max * 66) }).map((hundredths) => hundredths / 100);
}

function stacks(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  const lower = fc.integer({ min: 1, max: 4 }).chain((below) => fc.oneof(networksOf(below, depth), plainLayersOf(below)));
  const dropout = fc.constantFrom(0, 0, 0.3);
  const layers = fc.tuple(lower, networksOf(size, depth));
  const topped = fc.tuple(networksOf(size, depth), plainLayersOf(size));
  return fc.record({ layers: fc.oneof(layers, topped), dropout }).map((stacked) => ({ stacked }));
}

/** Layers without state. */
function plainLayersOf(size: number): fc.Arbitrary<NetworkSpec> {
  const activation = fc.constantFrom(...denseActivations);
  return fc.record({ units: fc.constant(size), activation, bias: fc.boolean() }).map((dense) => ({ dense }));
}

/** Connections around layers of one size, by a stack's option or by wrappers of their own. */
function connectedStacks(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  const bottom = networksOf(size, depth);
  const byOption = fc.record({
    layers: fc.tuple(bottom, networksOf(size, depth)),
    dropout: fc.constantFrom(0, 0.3),
    connection: fc.constantFrom("residual", "highway"),
  });
  const byWrapper = fc
    .tuple(fc.constantFrom("residual", "highway"), networksOf(size, depth))
    .map(([kind, layer]) => ({ [kind]: layer }));
  const dropping = fc.constantFrom(0.1, 0.5).map((rate) => ({ dropout: { rate } }));
  return fc.oneof(
    byOption.map(({ connection, ...stack }) => ({ stacked: { ...stack, [connection]: true } })),
    fc.tuple(bottom, fc.oneof(byWrapper, dropping)).map((layers) => ({ stacked: { layers } })),
  );
}

const reversed = (layer: fc.Arbitrary<NetworkSpec>): fc.Arbitrary<NetworkSpec> =>
  fc.record({ layer, outputs: fc.constantFrom("turned", "computed") }).map((reverse) => ({ reverse }));

/** Whether a network ends in something with a state, so that its final state can be read. */
export function hasEnd(network: NetworkSpec): boolean {
  const [[name, body]] = Object.entries(network) as [[string, Readonly<Record<string, unknown>>]];
  const within = (key: string): boolean => hasEnd(body[key] as NetworkSpec);
  switch (name) {
    case "stacked":
      return hasEnd((body.layers as readonly NetworkSpec[]).at(-1)!);
    case "bidirectional":
      return within("forward") && (body.backward == null || within("backward"));
    case "reverse":
    case "residual":
    case "highway":
      return Object.hasOwn(body, "layer") ? within("layer") : hasEnd(body);
    default:
      return registry.names("cell").includes(name);
  }
}

/** Whether it takes masks that are more than lengths. */
export const takesMasks = (network: NetworkSpec): boolean => !JSON.stringify(network).includes('"computed"');

function merged(forward: fc.Arbitrary<NetworkSpec>, backward: fc.Arbitrary<NetworkSpec>): fc.Arbitrary<NetworkSpec> {
  const merge = fc.constantFrom("sum", "multiply", "average");
  return fc.record({ forward, backward, merge }).map((bidirectional) => ({ bidirectional }));
}

function concatenated(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  if (size < 2) return cellsOf(size);
  return fc.integer({ min: 1, max: size - 1 }).chain((left) =>
    fc
      .record({
        forward: networksOf(left, depth),
        backward: networksOf(size - left, depth),
        merge: fc.constant("concat"),
      })
      .map((bidirectional) => ({ bidirectional })),
  );
}
