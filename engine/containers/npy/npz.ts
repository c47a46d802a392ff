import { FileBytes, hasBytes } from "../bytes/fileBytes.ts";
import type { Container, ContainerFormat, ModelSource, WrittenContent, WrittenFile } from "../tensors/container.ts";
import type { StoredTensor } from "../tensors/tensor.ts";
import { isZip, ZipArchive } from "../zip/archive.ts";
import { writeZip } from "../zip/writeZip.ts";
import { type NpyArray, readNpyArray, writeNpy } from "./array.ts";
import { longestHead, npyMagic } from "./header.ts";

/** NumPy's archives of named arrays: `numpy.savez`, `numpy.savez_compressed`. */
export const npz: ContainerFormat = {
  name: "npz",
  title: "NumPy archive",
  endings: [".npz"],
  detect: ({ name, bytes }) => {
    const archive = isZip(bytes) ? ZipArchive.openOrNull(new FileBytes(name, bytes)) : null;
    return archive?.names.some((entry) => entry.endsWith(".npy")) ?? false;
  },
  read: readNpz,
  write: ({ tensors }: WrittenContent, name: string): readonly WrittenFile[] => [
    { name, bytes: writeZip(tensors.map((tensor) => ({ name: `${tensor.name}.npy`, bytes: writeNpy(tensor) }))) },
  ],
};

/** One array alone: its tensor has no name. */
export const npy: ContainerFormat = {
  name: "npy",
  title: "NumPy array",
  endings: [".npy"],
  detect: ({ bytes }) => hasBytes(bytes, npyMagic),
  read: readNpy,
  write: ({ tensors }, name) => {
    const [tensor, ...others] = tensors;
    if (tensor === undefined || others.length > 0) throw new RangeError(`A .npy file holds one array, not ${tensors.length}.`);
    return [{ name, bytes: writeNpy(tensor) }];
  },
};

const resave = "Save it again with allow_pickle=False, as numbers: numpy.asarray(values, dtype=numpy.float32).";

function readNpy({ name, bytes }: ModelSource): Container {
  const file = new FileBytes(name, bytes);
  return contained(npy.name, new Map([["", readNpyArray("", file, file.length, () => file)]]), () =>
    file.fail("it is an array of objects, which is a pickle and can hold code", resave),
  );
}

/** Arrays of texts, such as a vocabulary, are attributes. Arrays of objects are left out: they are pickles, which are never opened. Entries that are no arrays are named, too. */
function readNpz({ name, bytes }: ModelSource): Container {
  const archive = new ZipArchive(new FileBytes(name, bytes));
  const entries = archive.names.filter((entry) => entry.endsWith(".npy"));
  const arrays = new Map(entries.map((entry) => [entry.slice(0, -".npy".length), openArray(archive, entry)]));
  const others = archive.names.filter((entry) => !entry.endsWith(".npy"));
  return contained(
    npz.name,
    arrays,
    (array) => `${array} was not read: it is an array of objects, which is a pickle and can hold code. ${resave}`,
    others.map((entry) => `${entry} was not read: it is no array.`),
  );
}

function openArray(archive: ZipArchive, entry: string): NpyArray {
  const head = new FileBytes(`${archive.file.name}/${entry}`, archive.head(entry, longestHead));
  return readNpyArray(entry.slice(0, -".npy".length), head, archive.sizeOf(entry), () => archive.open(entry));
}

/** @param pickled what is said of an array of objects. */
function contained(
  format: string,
  arrays: ReadonlyMap<string, NpyArray>,
  pickled: (name: string) => string,
  warnings: readonly string[] = [],
): Container {
  const tensors: StoredTensor[] = [];
  const texts: [string, unknown][] = [];
  const left: string[] = [];
  for (const [name, array] of arrays) {
    if (array.kind === "numbers") tensors.push(array.tensor);
    else if (array.kind === "pickle") left.push(pickled(name));
    else texts.push([name, { shape: array.shape, texts: array.texts() }]);
  }
  return { format, tensors, attributes: Object.fromEntries(texts), warnings: [...left, ...warnings] };
}
