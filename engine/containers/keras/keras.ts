import { encodeUtf8 } from "../../text/utf8.ts";
import { FileBytes } from "../bytes/fileBytes.ts";
import { parseJsonObject } from "../bytes/json.ts";
import { type Hdf5Attributes, readHdf5 } from "../hdf5/hdf5.ts";
import { writeHdf5 } from "../hdf5/writeHdf5.ts";
import type { Container, ContainerFormat, ModelSource, WrittenContent, WrittenFile } from "../tensors/container.ts";
import { isZip, ZipArchive } from "../zip/archive.ts";
import { writeZip } from "../zip/writeZip.ts";

/** Keras 3's whole model: an archive of the layers' configuration and an HDF5 file of their weights. */
export const keras: ContainerFormat = {
  name: "keras",
  title: "Keras 3 model",
  endings: [".keras"],
  detect: ({ name, bytes }) => isZip(bytes) && (ZipArchive.openOrNull(new FileBytes(name, bytes))?.has(entries.config) ?? false),
  read,
  write,
};

/** What {@link keras} has beside its tensors. */
export interface KerasAttributes {
  /** The model as Keras describes it: `{ "class_name": "Sequential", "config": … }`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Such as `keras_version`. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Of the groups of weights, by path. */
  readonly weights: Hdf5Attributes;
}

const entries = { config: "config.json", metadata: "metadata.json", weights: "model.weights.h5" };

function read({ name, bytes }: ModelSource): Container {
  const archive = new ZipArchive(new FileBytes(name, bytes));
  const json = (entry: string) => parseJsonObject(archive.file, archive.read(entry), `entry ${entry}`);
  const weights = readHdf5({ name: `${name}/${entries.weights}`, bytes: archive.read(entries.weights) });
  const attributes: KerasAttributes = {
    config: json(entries.config),
    metadata: archive.has(entries.metadata) ? json(entries.metadata) : {},
    weights: weights.attributes as Hdf5Attributes,
  };
  const others = archive.names.filter((entry) => !Object.values(entries).includes(entry));
  return {
    format: keras.name,
    tensors: weights.tensors,
    attributes: { ...attributes },
    warnings: [...weights.warnings, ...others.map((entry) => `${entry} was not read: it is no part of a plain model.`)],
  };
}

/** @param content with the attributes of {@link KerasAttributes}. */
function write({ tensors, attributes = {} }: WrittenContent, name: string): readonly WrittenFile[] {
  const { config, metadata = {}, weights = {} } = attributes as Partial<KerasAttributes>;
  if (config === undefined) throw new RangeError("A Keras model needs the attribute config.");
  const json = (value: unknown) => encodeUtf8(JSON.stringify(value));
  const files = [
    { name: entries.metadata, bytes: json(metadata) },
    { name: entries.config, bytes: json(config) },
    { name: entries.weights, bytes: writeHdf5({ tensors, attributes: weights }) },
  ];
  return [{ name, bytes: writeZip(files) }];
}
