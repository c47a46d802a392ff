import type { Cursor } from "../bytes/cursor.ts";
import { readAddress, readSized } from "./address.ts";

/** Where a dataset's bytes are. */
export type Layout =
  | { readonly kind: "compact"; readonly at: number; readonly bytes: number }
  /** Nowhere if nothing was written. */
  | { readonly kind: "contiguous"; readonly at: number | null; readonly bytes: number }
  | { readonly kind: "chunked"; readonly chunk: readonly number[]; readonly elementBytes: number; readonly index: ChunkIndex };

export type ChunkIndex =
  | { readonly kind: "oldTree" | "implicit" | "newTree"; readonly at: number | null }
  | { readonly kind: "fixedArray"; readonly at: number | null }
  /** @param stored bytes of the one chunk after its filters; null without filters. */
  | { readonly kind: "single"; readonly at: number | null; readonly stored: number | null; readonly skipped: number };

const asDefault = "Save it with h5py's defaults (libver='earliest').";

/** The layout message, versions 3 and 4 (HDF5 File Format Specification 3.0, IV.A.2.i). */
export function readLayout(cursor: Cursor): Layout {
  const version = cursor.u8();
  if (version !== 3 && version !== 4) cursor.fail(`has a layout of version ${version}; 3 and 4 are known`, asDefault);
  const kind = cursor.u8();
  if (kind === 0) {
    const bytes = cursor.u16();
    return { kind: "compact", at: cursor.advance(bytes), bytes };
  }
  if (kind === 1) return { kind: "contiguous", at: readAddress(cursor), bytes: cursor.u64() };
  if (kind !== 2) cursor.fail("is a view of other datasets, which is not read", "Save its numbers themselves.");
  return version === 3 ? readOldChunks(cursor) : readNewChunks(cursor);
}

/** The last length is an element's bytes. */
function readOldChunks(cursor: Cursor): Layout {
  const axes = cursor.u8();
  const at = readAddress(cursor);
  return chunked(
    cursor,
    Array.from({ length: axes }, () => cursor.u32()),
    { kind: "oldTree", at },
  );
}

function readNewChunks(cursor: Cursor): Layout {
  const flags = cursor.u8();
  const axes = cursor.u8();
  const lengthBytes = cursor.u8();
  const lengths = Array.from({ length: axes }, () => readSized(cursor, lengthBytes));
  return chunked(cursor, lengths, readIndex(cursor, (flags & 2) !== 0));
}

function readIndex(cursor: Cursor, filteredSingle: boolean): ChunkIndex {
  const kind = cursor.u8();
  switch (kind) {
    case 1: {
      const stored = filteredSingle ? cursor.u64() : null;
      const skipped = filteredSingle ? cursor.u32() : 0;
      return { kind: "single", stored, skipped, at: readAddress(cursor) };
    }
    case 2:
      return { kind: "implicit", at: readAddress(cursor) };
    case 3:
      cursor.advance(1);
      return { kind: "fixedArray", at: readAddress(cursor) };
    case 5:
      cursor.advance(6);
      return { kind: "newTree", at: readAddress(cursor) };
    default:
      return cursor.fail("can grow along an axis, in a layout that is not read", asDefault);
  }
}

function chunked(cursor: Cursor, lengths: readonly number[], index: ChunkIndex): Layout {
  const elementBytes = lengths.at(-1) ?? 0;
  const chunk = lengths.slice(0, -1);
  if (elementBytes === 0 || chunk.length === 0 || chunk.includes(0))
    cursor.fail(`has chunks of the shape [${lengths.join(", ")}]`);
  return { kind: "chunked", chunk, elementBytes, index };
}
