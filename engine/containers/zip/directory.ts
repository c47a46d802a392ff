import { decodeUtf8 } from "../../text/utf8.ts";
import { Cursor } from "../bytes/cursor.ts";
import { type FileBytes, latin1 } from "../bytes/fileBytes.ts";
import { type End, readEnd } from "./end.ts";
import { checkEntryName } from "./names.ts";

/** One entry of the archive's directory. */
export interface DirectoryEntry {
  readonly name: string;
  /** Deflated, or stored as it is. */
  readonly deflated: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Of the packed bytes, behind the local header. */
  readonly begin: number;
}

/** An entry of the directory with the place of its local header. */
interface Listed extends Omit<DirectoryEntry, "begin"> {
  readonly header: number;
}

const signatures = { listed: 0x02014b50, local: 0x04034b50 };
const encrypted = 1;
const stored = 0;
const deflated = 8;
/** A 32-bit size that stands in the zip64 field. */
const elsewhere = 0xffffffff;
const zip64Field = 1;

/**
 * The directory at an archive's end (APPNOTE 6.3.10, 4.3.12). Sizes are taken from it alone: a writer that streams leaves those of the local
 * headers empty, and NumPy writes 0xFFFFFFFF there. Refused are names twice, places outside, and entries that share bytes.
 */
export function readDirectory(file: FileBytes): readonly DirectoryEntry[] {
  const end = readEnd(file);
  const cursor = new Cursor(file, "the archive's directory", end.directory, end.directory + end.bytes);
  const entries: DirectoryEntry[] = [];
  for (let i = 0; i < end.entries; i++) entries.push(located(file, readListed(cursor), end));
  if (cursor.left > 0) cursor.fail(`has ${cursor.left} bytes more than its ${end.entries} entries`);
  checkNames(file, entries);
  checkApart(file, entries);
  return entries;
}

function readListed(cursor: Cursor): Listed {
  const { file } = cursor;
  if (cursor.u32() !== signatures.listed) cursor.fail("has no entry where one is due");
  cursor.advance(4);
  const flags = cursor.u16();
  const method = cursor.u16();
  cursor.advance(4);
  const crc = cursor.u32();
  const sizes = { packedSize: cursor.u32(), size: cursor.u32() };
  const [nameBytes, extraBytes, commentBytes] = [cursor.u16(), cursor.u16(), cursor.u16()];
  cursor.advance(8);
  const header = cursor.u32();
  const name = entryName(cursor.bytes(nameBytes));
  const wide = zip64(cursor.part(extraBytes, `entry ${name}`), { ...sizes, header });
  cursor.advance(commentBytes);
  checkEntryName(file, name);
  if (flags & encrypted) file.fail(`entry ${name} is encrypted`, "Save it without a password.");
  if (method !== stored && method !== deflated) file.fail(`entry ${name} is packed by method ${method}; only deflate is read`);
  if (method === stored && wide.packedSize !== wide.size)
    file.fail(`entry ${name} is stored with ${wide.packedSize} bytes and claims to be ${wide.size}`);
  return { name, deflated: method === deflated, crc, ...wide };
}

/** Names are UTF-8 by their flag or by custom; older ones are read byte by byte, which at least tells them apart. */
const entryName = (bytes: Uint8Array): string => decodeUtf8(bytes) ?? latin1(bytes);

interface Wide {
  readonly packedSize: number;
  readonly size: number;
  readonly header: number;
}

/** The extra field has 64 bits for each of size, packed size and place that has no room in 32, in this order (4.5.3). */
function zip64(extra: Cursor, { packedSize, size, header }: Wide): Wide {
  if (packedSize !== elsewhere && size !== elsewhere && header !== elsewhere) return { packedSize, size, header };
  while (extra.left >= 4) {
    const id = extra.u16();
    const field = extra.part(extra.u16());
    if (id !== zip64Field) continue;
    const wide = (value: number): number => (value === elsewhere ? field.u64() : value);
    const wideSize = wide(size);
    return { size: wideSize, packedSize: wide(packedSize), header: wide(header) };
  }
  return extra.fail("has a size beyond 32 bits and no field that tells it");
}

/** The local header, which must be the same entry's, tells where the bytes begin. */
function located(file: FileBytes, { header, ...listed }: Listed, end: End): DirectoryEntry {
  const what = `entry ${listed.name}`;
  if (file.u32(header, what) !== signatures.local) file.fail(`${what} has no header at byte ${header}`);
  const nameBytes = file.u16(header + 26, what);
  const begin = header + 30 + nameBytes + file.u16(header + 28, what);
  if (entryName(file.part(header + 30, nameBytes, what)) !== listed.name)
    file.fail(`${what} has another name in its header at byte ${header}`);
  if (begin + listed.packedSize > end.directory)
    file.fail(`${what} claims ${listed.packedSize} bytes from byte ${begin}, beyond the entries' end at byte ${end.directory}`);
  return { ...listed, begin };
}

function checkNames(file: FileBytes, entries: readonly DirectoryEntry[]): void {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) file.fail(`there are two entries ${name}`);
    names.add(name);
  }
}

/** Entries that share bytes make much out of little. */
function checkApart(file: FileBytes, entries: readonly DirectoryEntry[]): void {
  let last: DirectoryEntry | null = null;
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin)) {
    if (last !== null && entry.begin < last.begin + last.packedSize)
      file.fail(`entries ${last.name} and ${entry.name} share bytes`);
    last = entry;
  }
}
