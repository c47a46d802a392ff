import { isJsonObject } from "../containers/bytes/json.ts";
import type { Importing } from "./importing.ts";

/** A layer as Keras describes it. */
export interface KerasLayer {
  /** `LSTM`, `Bidirectional`. */
  readonly kind: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The layers of a Sequential model, or of a Functional one whose layers follow one another, from the input on. */
export function kerasLayers(importing: Importing, model: unknown): readonly KerasLayer[] {
  const { class_name: kind, config } = isJsonObject(model) ? model : {};
  const listed: unknown = isJsonObject(config) ? config.layers : config;
  if (!Array.isArray(listed))
    importing.fail(`its model ${String(kind)} has no list of layers: only Sequential and plain Functional models are read`);
  const layers = listed.map((layer) => kerasLayer(importing, layer));
  if (kind === "Functional" || kind === "Model") return inOrder(importing, layers, listed);
  return layers;
}

/** A layer, also one within a wrapper. */
export function kerasLayer(importing: Importing, layer: unknown): KerasLayer {
  const { class_name: kind, config } = isJsonObject(layer) ? layer : {};
  if (typeof kind !== "string" || !isJsonObject(config))
    importing.fail("a layer of its configuration has no class_name or config");
  return { kind, name: String(config.name ?? kind), config };
}

/** Each layer reads the one before it alone. */
function inOrder(importing: Importing, layers: readonly KerasLayer[], listed: readonly unknown[]): readonly KerasLayer[] {
  const inputs = new Map(layers.map(({ name }, i) => [name, isJsonObject(listed[i]) ? sourcesIn(listed[i].inbound_nodes) : []]));
  const ordered = layers.filter(({ name }) => inputs.get(name)!.length === 0).slice(0, 1);
  while (ordered.length > 0 && ordered.length < layers.length) {
    const { name: last } = ordered.at(-1)!;
    const [next, ...others] = layers.filter(({ name }) => inputs.get(name)!.join() === last);
    if (next === undefined || others.length > 0)
      importing.fail(`layer ${last} is not read by one layer alone: only models whose layers follow one another are read`);
    ordered.push(next);
  }
  return ordered;
}

/** Names of the layers that a layer reads: Keras 2 has `["name", 0, 0, {}]`, Keras 3 `{ "keras_history": ["name", 0, 0] }`. */
function sourcesIn(nodes: unknown): readonly string[] {
  if (Array.isArray(nodes)) {
    const [name, node, tensor] = nodes;
    if (typeof name === "string" && typeof node === "number" && typeof tensor === "number") return [name];
    return nodes.flatMap(sourcesIn);
  }
  return isJsonObject(nodes) ? Object.values(nodes).flatMap(sourcesIn) : [];
}
