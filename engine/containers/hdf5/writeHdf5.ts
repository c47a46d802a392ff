import { encodeUtf8 } from "../../text/utf8.ts";
import { ByteWriter } from "../bytes/byteWriter.ts";
import type { WrittenContent } from "../tensors/container.ts";
import { type StoredTensor, storedBytes } from "../tensors/tensor.ts";
import type { AttributeValue } from "./attributes.ts";
import type { Hdf5Attributes } from "./hdf5.ts";
import { messageTypes } from "./objectHeader.ts";
import { hdf5Signature } from "./superblock.ts";
import { attributeMessage } from "./writeAttribute.ts";
import { dataspace, numberType } from "./writeTypes.ts";

/** A group, or a dataset with its tensor, to be written. */
interface Item {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly tensor: StoredTensor | null;
  readonly children: Map<string, Item>;
}

type Message = readonly [type: number, content: Uint8Array];

const superblockBytes = 96;
const nowhere = 0xffff_ffff_ffff_ffffn;
const fillValue = 0x05;

/**
 * An HDF5 file that every reader from the first on knows: superblock and object headers of the first version, numbers in one piece. Names of a
 * group are messages in its header, in their given order, so that there is no tree, no heap, and no checksum.
 *
 * @param content with attributes by path, as {@link Hdf5Attributes}. A path of attributes alone makes an empty group.
 */
export function writeHdf5({ tensors, attributes = {} }: WrittenContent): Uint8Array {
  const file = new ByteWriter().bytes(new Uint8Array(superblockBytes));
  const root = putItem(file, treeOf(tensors, attributes as Hdf5Attributes));
  const bytes = file.align(8).done();
  bytes.set(superblock(root, bytes.length));
  return bytes;
}

function treeOf(tensors: readonly StoredTensor[], attributes: Hdf5Attributes): Item {
  const root: Item = { attributes: attributes[""] ?? {}, tensor: null, children: new Map() };
  for (const tensor of tensors) addItem(root, tensor.name, tensor, attributes);
  for (const path of Object.keys(attributes)) if (path !== "") addItem(root, path, null, attributes);
  return root;
}

/** Makes what is missing on the way. */
function addItem(root: Item, path: string, tensor: StoredTensor | null, attributes: Hdf5Attributes): void {
  const names = path.split("/");
  let item = root;
  for (const [i, name] of names.entries()) {
    if (name === "" || name === "." || item.tensor !== null) throw new RangeError(`${path} cannot be a path in HDF5.`);
    const own = i === names.length - 1 ? tensor : null;
    const before = item.children.get(name);
    if (before !== undefined && own !== null)
      throw new RangeError(`Two tensors, or a tensor and a group, have the path ${path}.`);
    const next = before ?? { attributes: attributes[names.slice(0, i + 1).join("/")] ?? {}, tensor: own, children: new Map() };
    item.children.set(name, next);
    item = next;
  }
}

/** Lays an item behind what it needs. Returns the place of its object header. */
function putItem(file: ByteWriter, item: Item): number {
  const place = (bytes: Uint8Array): number => {
    const at = file.align(8).length;
    file.bytes(bytes);
    return at;
  };
  const own = item.tensor === null ? groupMessages(file, item) : datasetMessages(item.tensor, place);
  const attributes = Object.entries(item.attributes).map(
    ([name, value]): Message => [messageTypes.attribute, attributeMessage(name, value, place)],
  );
  return place(objectHeader([...own, ...attributes]));
}

function groupMessages(file: ByteWriter, { children }: Item): Message[] {
  const links = [...children].map(([name, child]): Message => [messageTypes.link, link(name, putItem(file, child))]);
  return [
    [messageTypes.linkInfo, new ByteWriter().u8(0, 0).u64(nowhere, nowhere).done()],
    [messageTypes.groupInfo, Uint8Array.of(0, 0)],
    ...links,
  ];
}

/** Of a name in UTF-8, whose length takes two bytes. */
function link(name: string, at: number): Uint8Array {
  const bytes = encodeUtf8(name);
  return new ByteWriter().u8(1, 0x11, 1).u16(bytes.length).bytes(bytes).u64(at).done();
}

function datasetMessages(tensor: StoredTensor, place: (bytes: Uint8Array) => number): Message[] {
  const bytes = storedBytes(tensor);
  const at = bytes.length === 0 ? nowhere : place(bytes);
  return [
    [messageTypes.dataspace, dataspace(tensor.shape)],
    [messageTypes.datatype, numberType(tensor.dtype)],
    [fillValue, Uint8Array.of(2, 2, 2, 1, 0, 0, 0, 0)],
    [messageTypes.layout, new ByteWriter().u8(3, 1).u64(at, bytes.length).done()],
  ];
}

function objectHeader(messages: readonly Message[]): Uint8Array {
  const content = new ByteWriter();
  for (const [type, bytes] of messages) {
    content.u16(type, Math.ceil(bytes.length / 8) * 8).u32(0);
    content.bytes(bytes).align(8);
  }
  if (messages.length > 0xffff)
    throw new RangeError(`A group cannot have ${messages.length} names and attributes in HDF5's first format.`);
  const prefix = new ByteWriter().u8(1, 0).u16(messages.length).u32(1, content.length, 0);
  return prefix.bytes(content.done()).done();
}

function superblock(root: number, end: number): Uint8Array {
  const writer = new ByteWriter().bytes(hdf5Signature);
  writer.u8(0, 0, 0, 0, 0, 8, 8, 0).u16(4, 16).u32(0);
  // Base, no free space, end, no driver; then the root's entry: no name, its header, nothing cached.
  return writer.u64(0, nowhere, end, nowhere, 0, root).u32(0, 0).u64(0, 0).done();
}
