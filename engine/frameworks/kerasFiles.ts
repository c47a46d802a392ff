import type { Hdf5Attributes } from "../containers/hdf5/hdf5.ts";
import type { KerasAttributes } from "../containers/keras/keras.ts";
import type { StoredTensor } from "../containers/tensors/tensor.ts";
import type { ImportedModel } from "./importedModel.ts";
import type { Importing } from "./importing.ts";
import { type HardSigmoid, importKeras, type KerasWeights, parsedConfig } from "./keras.ts";
import type { KerasLayer } from "./kerasConfig.ts";
import { importKerasWeights, type KerasGroup } from "./kerasWeights.ts";

// Where Keras' files keep configuration and weights: `.keras`, whole models and weights alone in `.h5`, TensorFlow.js.

/** Keras 3's archive. */
export function importKerasArchive(importing: Importing): ImportedModel {
  const { config, metadata } = importing.container.attributes as unknown as KerasAttributes;
  return importKeras(
    { importing, hardSigmoid: hardSigmoidOf(metadata.keras_version ?? "3"), weights: variables(importing, config) },
    config,
  );
}

/** HDF5 with a configuration; without one, Keras 3's variables or Keras 2's weights by layer. */
export function importKerasHdf5(importing: Importing): ImportedModel {
  const attributes = importing.container.attributes as Hdf5Attributes;
  const root = attributes[""] ?? {};
  if (root.model_config !== undefined) {
    const weights = listedWeights(importing, attributes, "model_weights/");
    return importKeras(
      { importing, hardSigmoid: hardSigmoidOf(root.keras_version), weights },
      parsedConfig(importing, root.model_config),
    );
  }
  if (listIn(root, "layer_names") !== undefined) return importKerasWeights(importing, listedGroups(importing, attributes));
  return importKerasWeights(importing, variableGroups(importing));
}

/** The converter writes Keras' configuration; TensorFlow.js' own has `config` at the top. Its hard sigmoid is Keras 2's. */
export function importTfjs(importing: Importing): ImportedModel {
  const { modelTopology } = importing.container.attributes as { readonly modelTopology?: Readonly<Record<string, unknown>> };
  if (modelTopology === undefined) importing.fail("it has no modelTopology: its layers are not told");
  const { tensors } = importing.container;
  const weights = ({ name }: KerasLayer) => tensors.filter((tensor) => tensor.name.startsWith(`${name}/`));
  return importKeras({ importing, hardSigmoid: "hardSigmoid", weights }, modelTopology.model_config ?? modelTopology);
}

const hardSigmoidOf = (version: unknown): HardSigmoid =>
  Number.parseInt(String(version), 10) >= 3 ? "hardSigmoidKeras3" : "hardSigmoid";

/** Keras 3 names groups by classes, `lstm`, `lstm_1`, in the model's own order, and variables by numbers. */
function variables(importing: Importing, config: unknown): KerasWeights {
  const { config: { layers = [] } = {} } = config as {
    readonly config?: {
      readonly layers?: readonly { readonly class_name?: string; readonly config?: { readonly name?: string } }[];
    };
  };
  const places = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { class_name: kind = "", config: { name = "" } = {} } of layers) {
    const group = snakeCase(kind);
    const count = counts.get(group) ?? 0;
    counts.set(group, count + 1);
    places.set(name, `layers/${group}${count === 0 ? "" : `_${count}`}/`);
  }
  return ({ name }) => variablesIn(importing, places.get(name) ?? "nowhere/");
}

/** As Keras makes it of a class' name. */
const snakeCase = (name: string): string =>
  name
    .replaceAll(/\W+/gu, "")
    .replaceAll(/(.)([A-Z][a-z]+)/gu, "$1_$2")
    .replaceAll(/([a-z])([A-Z])/gu, "$1_$2")
    .toLowerCase();

/** Of one layer, however deep, in the order of `layer.weights`: a forward layer before a backward one, variables by their numbers. */
function variablesIn({ container }: Importing, place: string): readonly StoredTensor[] {
  const found = container.tensors.filter(
    ({ name }) => name.startsWith(place) && /\/vars\/\d+$/u.test(name) && !name.includes("/seed_generator/"),
  );
  const depth = (name: string): string => name.slice(0, name.lastIndexOf("/"));
  const rank = (name: string): number =>
    (name.includes("/backward_layer/") ? 1e6 : 0) + Number(name.slice(name.lastIndexOf("/") + 1));
  return found.toSorted((a, b) => rank(a.name) - rank(b.name) || (depth(a.name) < depth(b.name) ? -1 : 1));
}

/** All layers with variables, by class and number. */
function variableGroups(importing: Importing): readonly KerasGroup[] {
  const places = new Set(importing.container.tensors.flatMap(({ name }) => /^(?:.*?\/)?layers\/[^/]+\//u.exec(name) ?? []));
  const groups = [...places].map((place) => ({ name: place.split("/").at(-2)!, tensors: variablesIn(importing, place) }));
  return groups.filter(({ tensors }) => tensors.length > 0);
}

/** A list that HDF5 may have in pieces, because an attribute has no room for it. */
function listIn(attributes: Readonly<Record<string, unknown>>, name: string): readonly string[] | undefined {
  const whole = attributes[name];
  if (Array.isArray(whole)) return whole;
  const pieces: string[] = [];
  for (let i = 0; Array.isArray(attributes[`${name}${i}`]); i++) pieces.push(...(attributes[`${name}${i}`] as string[]));
  return pieces.length === 0 ? undefined : pieces;
}

/** Keras 2's groups are named after the layers; `weight_names` is the order. */
function listedWeights(importing: Importing, attributes: Hdf5Attributes, root: string): KerasWeights {
  const { tensors } = importing.container;
  return ({ name }) => {
    const place = `${root}${name}`;
    const names = listIn(attributes[place] ?? {}, "weight_names") ?? importing.fail(`group ${place} has no weight_names`);
    return names.map(
      (weight) =>
        tensors.find((tensor) => tensor.name === `${place}/${weight}`) ?? importing.fail(`tensor ${place}/${weight} is missing`),
    );
  };
}

function listedGroups(importing: Importing, attributes: Hdf5Attributes): readonly KerasGroup[] {
  const weights = listedWeights(importing, attributes, "");
  const names = listIn(attributes[""] ?? {}, "layer_names") ?? [];
  return names
    .map((name) => ({ name, tensors: weights({ name, kind: "", config: {} }, 0) }))
    .filter(({ tensors }) => tensors.length > 0);
}
