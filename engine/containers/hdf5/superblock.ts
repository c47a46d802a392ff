import { Cursor } from "../bytes/cursor.ts";
import { FileBytes, hasBytes } from "../bytes/fileBytes.ts";
import { readAddress } from "./address.ts";
import { checkSum } from "./checksum.ts";

export const hdf5Signature = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);

/** An opened file: all places count from the superblock, and {@link root} is the root group's object header. */
export interface Superblock {
  readonly file: FileBytes;
  readonly root: number;
}

/** Place of the signature: 0, or 512 times a power of two behind what somebody put before it; -1 where there is none. */
export function findSuperblock(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at = at === 0 ? 512 : at * 2) if (hasBytes(bytes, hdf5Signature, at)) return at;
  return -1;
}

/**
 * The superblock, versions 0 to 3 (HDF5 File Format Specification 3.0, II.A). The file's end that it tells is checked first of all: a file
 * that was cut off would else be missed until the last tensor is read.
 */
export function openSuperblock(name: string, bytes: Uint8Array): Superblock {
  const begin = findSuperblock(bytes);
  const whole = new FileBytes(name, bytes);
  if (begin < 0) whole.fail("it is no HDF5 file: it has no signature");
  const file = new FileBytes(name, bytes.subarray(begin));
  const cursor = new Cursor(file, "the superblock", hdf5Signature.length);
  const version = cursor.u8();
  if (version > 3)
    file.fail(`its superblock is of version ${version}; versions 0 to 3 are known`, "Save it with libver='earliest'.");
  const { end, root } = version < 2 ? readOld(cursor, version) : readNew(cursor);
  if (end > bytes.length) file.fail(`it has ${bytes.length} bytes, and its superblock says ${end}: it was cut off`);
  return { file, root };
}

interface Found {
  /** Of the file, from its very begin. */
  readonly end: number;
  readonly root: number;
}

function readOld(cursor: Cursor, version: number): Found {
  cursor.advance(4);
  checkSizes(cursor, cursor.u8(), cursor.u8());
  cursor.advance(1 + 4 + 4 + (version === 1 ? 4 : 0));
  readAddress(cursor);
  readAddress(cursor);
  const end = cursor.u64();
  readAddress(cursor);
  // The root group's entry: its name's place comes first.
  cursor.advance(8);
  return { end, root: cursor.u64() };
}

function readNew(cursor: Cursor): Found {
  checkSizes(cursor, cursor.u8(), cursor.u8());
  cursor.advance(1);
  readAddress(cursor);
  readAddress(cursor);
  const end = cursor.u64();
  const root = cursor.u64();
  checkSum(cursor, 0);
  return { end, root };
}

function checkSizes(cursor: Cursor, offsetBytes: number, lengthBytes: number): void {
  if (offsetBytes === 8 && lengthBytes === 8) return;
  cursor.fail(
    `has places of ${offsetBytes} and lengths of ${lengthBytes} bytes; only 8 are read`,
    "Save it with h5py's defaults.",
  );
}
