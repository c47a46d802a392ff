import type { Cursor } from "../bytes/cursor.ts";
import type { FileBytes } from "../bytes/fileBytes.ts";
import { readSized } from "./address.ts";

/** A chunk as it is stored. */
export interface StoredChunk {
  /** Its place among the chunks, in row-major order. */
  readonly number: number;
  readonly at: number;
  readonly bytes: number;
  /** Bit i is set where filter i was not applied. */
  readonly skipped: number;
}

/** What is known of a chunked dataset when its chunks are looked up. */
export interface ChunkGrid {
  readonly file: FileBytes;
  readonly what: string;
  /** Number of chunks along each axis. */
  readonly counts: readonly number[];
  readonly chunk: readonly number[];
  /** Of a chunk before its filters. */
  readonly chunkBytes: number;
  readonly filtered: boolean;
}

/** Bytes of a filtered chunk, in as many bytes as the index has for it, and its skipped filters. */
export function storedSize(record: Cursor, sizeBytes: number): { readonly bytes: number; readonly skipped: number } {
  return { bytes: readSized(record, sizeBytes), skipped: record.u32() };
}
