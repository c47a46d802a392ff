import { Cursor } from "../bytes/cursor.ts";
import { type FileBytes, hasBytes } from "../bytes/fileBytes.ts";
import { PickleMachine } from "../pickle/machine.ts";
import type { PickleValue } from "../pickle/values.ts";
import { type SavedTorch, torchHost } from "./host.ts";
import type { TorchStorage } from "./storage.ts";

/** A pickle of protocol 2 that begins with a whole number of ten bytes: the magic number. */
const begin = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const protocol = 1001;

export const isLegacyForm = (bytes: Uint8Array): boolean => hasBytes(bytes, begin);

/**
 * The form before PyTorch 1.6: five pickles (magic number, protocol, the machine, the object, the storages' keys), then for each key the number of
 * elements in 64 bits and the elements, little-endian.
 */
export function readLegacyForm(file: FileBytes): SavedTorch {
  const cursor = new Cursor(file, "the file");
  const storages = new Map<string, TorchStorage>();
  const pickle = (what: string): PickleValue => {
    const part = new Cursor(file, what, cursor.at);
    const value = new PickleMachine(part, { ...torchHost, persistent: (id) => kept(file, storages, id) }).run();
    cursor.at = part.at;
    return value;
  };
  pickle("the magic number");
  if (pickle("the protocol") !== protocol) file.fail(`it is of another protocol than ${protocol}`);
  pickle("the machine's description");
  const saved = pickle("the saved object");
  const places = readPlaces(cursor, pickle("the list of storages"), storages);
  return { saved, bigEndian: false, bytesOf: ({ key }) => places.get(key)! };
}

/** A storage is one thing, however often it is asked for. */
function kept(file: FileBytes, storages: Map<string, TorchStorage>, id: PickleValue): TorchStorage | undefined {
  const storage = torchHost.persistent(id);
  if (storage === undefined) return undefined;
  const before = storages.get(storage.key) ?? storage;
  if (before.dtype !== storage.dtype || before.count !== storage.count)
    file.fail(`it claims two different storages ${storage.key}`);
  storages.set(storage.key, before);
  return before;
}

function readPlaces(cursor: Cursor, keys: PickleValue, storages: Map<string, TorchStorage>): Map<string, Uint8Array> {
  const file: FileBytes = cursor.file;
  if (!Array.isArray(keys)) file.fail("its list of storages is no list");
  const places = new Map<string, Uint8Array>();
  for (const key of keys) {
    const storage = typeof key === "string" && !places.has(key) ? storages.get(key) : undefined;
    if (storage === undefined) file.fail(`its list names the storage ${String(key)}, which no tensor has, or twice`);
    const count = cursor.u64();
    if (count !== storage.count)
      file.fail(`storage ${storage.key} has ${count} numbers at byte ${cursor.at}, and claims ${storage.count}`);
    places.set(storage.key, cursor.bytes(count * storage.elementBytes));
  }
  const missing = [...storages.keys()].find((key) => !places.has(key));
  if (missing !== undefined) file.fail(`storage ${missing} is missing: the file was cut off`);
  if (cursor.left > 0) file.fail(`it has ${cursor.left} bytes more than its storages`);
  return places;
}
