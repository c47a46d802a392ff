import type { Cursor } from "../bytes/cursor.ts";
import { readAddress, readSized } from "./address.ts";
import { denseObjects } from "./denseStorage.ts";
import { compareNames } from "./names.ts";
import { messageTypes, type ObjectHeader } from "./objectHeader.ts";
import { symbolTableLinks } from "./symbolTable.ts";

/** A name in a group. */
export interface Link {
  readonly name: string;
  /** Of the object's header; null for a link by name, in this file or another: those are not followed. */
  readonly object: number | null;
}

/** A group's names in alphabetic order, in whichever of three ways they are kept. Each is there once, and could be a file's name. */
export function readLinks(header: ObjectHeader): readonly Link[] {
  const links = [...oldLinks(header), ...header.all(messageTypes.link).map(readLink), ...denseLinks(header)];
  const names = new Set<string>();
  for (const { name } of links) {
    if (name === "" || name === "." || name.includes("/"))
      header.file.fail(`${header.what} has the name ${JSON.stringify(name)} in it`);
    if (names.has(name)) header.file.fail(`${header.what} has the name ${name} twice`);
    names.add(name);
  }
  return links.toSorted((a, b) => compareNames(a.name, b.name));
}

function oldLinks(header: ObjectHeader): readonly Link[] {
  const table = header.find(messageTypes.symbolTable);
  return table === null ? [] : symbolTableLinks(header, table.u64(), table.u64());
}

/** The link message (HDF5 File Format Specification 3.0, IV.A.2.g). */
function readLink(cursor: Cursor): Link {
  const version = cursor.u8();
  if (version !== 1) cursor.fail(`has a link of version ${version}; 1 is known`);
  const flags = cursor.u8();
  const type = flags & 8 ? cursor.u8() : 0;
  if (flags & 4) cursor.advance(8);
  if (flags & 16) cursor.advance(1);
  const name = cursor.text(readSized(cursor, 1 << (flags & 3)));
  return { name, object: type === 0 ? cursor.u64() : null };
}

/** Many names, in the new format, are in a heap. */
function denseLinks(header: ObjectHeader): readonly Link[] {
  const info = header.find(messageTypes.linkInfo);
  if (info === null) return [];
  info.advance(1);
  if (info.u8() & 1) info.advance(8);
  const heap = readAddress(info);
  const names = readAddress(info);
  if (heap === null || names === null) return [];
  return denseObjects(header.file, header.what, heap, names, { type: 5, idAt: 4 }).map(readLink);
}
