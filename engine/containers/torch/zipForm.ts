import { decodeUtf8 } from "../../text/utf8.ts";
import { Cursor } from "../bytes/cursor.ts";
import { PickleMachine } from "../pickle/machine.ts";
import type { PickleValue } from "../pickle/values.ts";
import type { ZipArchive } from "../zip/archive.ts";
import { type SavedTorch, torchHost } from "./host.ts";
import type { TorchStorage } from "./storage.ts";

const pickleName = "data.pkl";

/** Name of the pickle in PyTorch's archives, in a folder named after the file; undefined in others. */
export const pickleIn = (archive: ZipArchive): string | undefined =>
  archive.names.find((name) => name === pickleName || (name.endsWith(`/${pickleName}`) && name.split("/").length === 2));

/**
 * The form since PyTorch 1.6: an archive with a pickle, the order of bytes, and each storage in an entry `data/KEY`. Storages are read when
 * their tensors are.
 */
export function readZipForm(archive: ZipArchive): SavedTorch {
  const entry = pickleIn(archive) ?? archive.file.fail("it has no data.pkl: it was not saved by torch.save");
  const folder = entry.slice(0, -pickleName.length);
  const nameOf = ({ key }: TorchStorage) => `${folder}data/${key}`;
  const pickle = archive.open(entry);
  const saved = new PickleMachine(new Cursor(pickle, pickleName), {
    ...torchHost,
    persistent: (id: PickleValue) => {
      const storage = torchHost.persistent(id);
      if (storage !== undefined) checkSize(archive, nameOf(storage), storage);
      return storage;
    },
  }).run();
  const bigEndian = orderOf(archive, `${folder}byteorder`) === "big";
  return { saved, bigEndian, bytesOf: (storage) => archive.read(nameOf(storage)) };
}

function checkSize(archive: ZipArchive, name: string, { count, elementBytes }: TorchStorage): void {
  const size = archive.sizeOf(name);
  if (size !== count * elementBytes)
    archive.file.fail(`entry ${name} has ${size} bytes, and its storage claims ${count * elementBytes}`);
}

/** Written since 2.1; before, only little-endian machines' files were seen. */
function orderOf(archive: ZipArchive, name: string): string {
  if (!archive.has(name)) return "little";
  const order = decodeUtf8(archive.read(name));
  return order === "little" || order === "big"
    ? order
    : archive.file.fail(`entry ${name} is ${JSON.stringify(order)}, not little or big`);
}
