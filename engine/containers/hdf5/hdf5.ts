import type { Container, ContainerFormat, ModelSource } from "../tensors/container.ts";
import type { StoredTensor } from "../tensors/tensor.ts";
import { checkTogether } from "../tensors/together.ts";
import { type AttributeValue, readAttributes } from "./attributes.ts";
import { readDataset } from "./dataset.ts";
import { readLinks } from "./links.ts";
import { messageTypes, ObjectHeader } from "./objectHeader.ts";
import { findSuperblock, openSuperblock, type Superblock } from "./superblock.ts";
import { writeHdf5 } from "./writeHdf5.ts";

/**
 * HDF5, as h5py and Keras write it: groups and datasets of numbers. A tensor's name is its path, `layers/lstm/cell/vars/0`. The attributes are
 * those of groups and datasets, by path, the root's by "": `{ "": { "keras_version": "2.21.0" } }`.
 */
export const hdf5: ContainerFormat = {
  name: "hdf5",
  title: "HDF5 (Keras)",
  endings: [".h5", ".hdf5"],
  detect: ({ bytes }) => findSuperblock(bytes) >= 0,
  read: readHdf5,
  write: (content, name) => [{ name, bytes: writeHdf5(content) }],
};

/** By path; the root's is empty. */
export type Hdf5Attributes = Readonly<Record<string, Readonly<Record<string, AttributeValue>>>>;

/** Of groups in one another. Keras' wrappers of wrappers need about ten. */
const deepest = 100;

export function readHdf5({ name, bytes }: ModelSource): Container {
  const walk = new Walk(openSuperblock(name, bytes));
  walk.visit(walk.superblock.root, []);
  checkTogether(walk.superblock.file, walk.tensors);
  return { format: hdf5.name, tensors: walk.tensors, attributes: Object.fromEntries(walk.attributes), warnings: walk.warnings };
}

class Walk {
  readonly superblock: Superblock;
  readonly tensors: StoredTensor[] = [];
  readonly attributes: [string, Record<string, AttributeValue>][] = [];
  readonly warnings: string[] = [];
  readonly #groups = new Map<number, string>();

  constructor(superblock: Superblock) {
    this.superblock = superblock;
  }

  visit(at: number, path: readonly string[]): void {
    const name = path.join("/");
    const header = new ObjectHeader(this.superblock.file, path.length === 0 ? "the root group" : name, at);
    const skipped = (what: string) => void this.warnings.push(`${what} was not read: it holds no numbers.`);
    const attributes = readAttributes(header, skipped);
    if (Object.keys(attributes).length > 0) this.attributes.push([name, attributes]);
    if (header.has(messageTypes.layout)) this.tensors.push(...readDataset(header, name, skipped));
    else this.#group(header, at, path);
  }

  /** A group that is met again, by another path or within itself, would make endless trees of a small file. */
  #group(header: ObjectHeader, at: number, path: readonly string[]): void {
    const before = this.#groups.get(at);
    if (before !== undefined) header.file.fail(`group ${path.join("/")} is also group ${before || "/"}, which is not read`);
    if (path.length > deepest) header.file.fail(`group ${path.join("/")} lies more than ${deepest} groups deep`);
    this.#groups.set(at, path.join("/"));
    for (const { name, object } of readLinks(header)) {
      const place = [...path, name];
      if (object === null) this.warnings.push(`${place.join("/")} was not read: it stands for another name or file.`);
      else this.visit(object, place);
    }
  }
}
